// dense of TensorFlow.js: one sigmoid, a softmax over the classes, and a sigmoid for each class.

const fs = require("node:fs");
const tf = require("@tensorflow/tfjs");
console.log("==> version", tf.version.tfjs);

const rows = (file) => fs.readFileSync(file, "utf8").trim().split("\n").slice(1).map((line) => line.replaceAll('"', "").split(","));
const admissions = rows("admissions.csv").map((row) => row.map(Number)), hsbdemo = rows("hsbdemo.csv");
const Z = tf.tensor2d(admissions.map(([, gre, gpa]) => [(gre - 588) / 116, (gpa - 3.4) / 0.38]));
const admit = tf.tensor1d(admissions.map((row) => row[0]), "int32");
const write = tf.tensor2d(hsbdemo.map((row) => [(row[6] - 52) / 9]));
const prog = tf.tensor1d(hsbdemo.map((row) => ["academic", "general", "vocation"].indexOf(row[4])), "int32");

async function trained(X, y, units, activation, loss) {
  const model = tf.sequential({ layers: [tf.layers.dense({ units, activation, inputShape: [X.shape[1]], kernelInitializer: tf.initializers.randomNormal({ seed: 1 }) })] });
  model.compile({ optimizer: tf.train.sgd(2), loss });
  await model.fit(X, y, { batchSize: X.shape[0], epochs: 500, verbose: 0 });
  return model.getWeights().map((each) => each.arraySync());
}

function report(name, [kernel, bias], mean, scale) {
  console.log("kernel", kernel, "bias", bias);
  console.log("==>", name, "coef", JSON.stringify(kernel));
  console.log("==>", name, "intercept", JSON.stringify(bias));
  console.log("==>", name, "mean", JSON.stringify(mean));
  console.log("==>", name, "scale", JSON.stringify(scale));
}

(async () => {
  report("two", await trained(Z, admit.expandDims(1).toFloat(), 1, "sigmoid", "binaryCrossentropy"), [588, 3.4], [116, 0.38]);
  report("pair", await trained(Z, tf.oneHot(admit, 2).toFloat(), 2, "softmax", "categoricalCrossentropy"), [588, 3.4], [116, 0.38]);
  report("pair-sigmoids", await trained(Z, tf.oneHot(admit, 2).toFloat(), 2, "sigmoid", "binaryCrossentropy"), [588, 3.4], [116, 0.38]);
  report("three", await trained(write, tf.oneHot(prog, 3).toFloat(), 3, "softmax", "categoricalCrossentropy"), [52], [9]);
})();
