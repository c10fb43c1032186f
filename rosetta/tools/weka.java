// Logistic, of Weka: multinomial logistic regression with a tiny ridge.

import java.io.File;
import java.util.Arrays;
import weka.classifiers.functions.Logistic;
import weka.core.Instances;
import weka.core.converters.CSVLoader;
import weka.filters.Filter;
import weka.filters.unsupervised.attribute.NumericToNominal;
import weka.filters.unsupervised.attribute.Remove;

public class Fit {
    static Instances read(String file, String columns) throws Exception {
        CSVLoader loader = new CSVLoader();
        loader.setSource(new File(file));
        Remove others = new Remove();
        others.setAttributeIndices(columns);
        others.setInvertSelection(true);
        Instances all = loader.getDataSet();
        others.setInputFormat(all);
        Instances data = Filter.useFilter(all, others);
        data.setClassIndex(0);
        return data;
    }

    static String numbers(Logistic fit) {
        return Arrays.deepToString(fit.coefficients());
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("==> version " + weka.core.Version.VERSION);

        Instances admissions = read("admissions.csv", "1,2,3");
        NumericToNominal nominal = new NumericToNominal();
        nominal.setAttributeIndices("1");
        nominal.setInputFormat(admissions);
        Instances labelled = Filter.useFilter(admissions, nominal);
        labelled.setClassIndex(0);
        Logistic fit = new Logistic();
        fit.buildClassifier(labelled);
        System.out.println(fit);
        System.out.println("==> two coef " + numbers(fit));

        Logistic three = new Logistic();
        Instances programs = read("hsbdemo.csv", "5,7");
        three.buildClassifier(programs);
        System.out.println(programs.classAttribute());
        System.out.println(three);
        System.out.println("==> three coef " + numbers(three));

        Logistic ridge = new Logistic();
        ridge.setRidge(10);
        ridge.buildClassifier(labelled);
        System.out.println(ridge);
        System.out.println("==> two-ridge coef " + numbers(ridge));
    }
}
