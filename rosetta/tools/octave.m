% logistic_regression, of Octave's statistics package: cumulative logits.

warning("off", "all");
pkg load statistics
package = pkg("describe", "statistics"){1};
printf("==> version %s\n", package.version);

a = csvread("admissions.csv", 1, 0);
[theta, slope] = logistic_regression(a(:, 1), a(:, 2:3), 0)
printf("==> two coef %.17g %.17g\n", slope);
printf("==> two intercept %.17g\n", theta);
printf("==> two beta %.17g %.17g %.17g\n", -[theta; slope]);

h = textscan(fopen("hsbdemo.csv"), "%d %q %q %q %q %d %f %*[^\n]", "delimiter", ",", "headerlines", 1);
[classes, ~, code] = unique(h{5});
[theta, slope] = logistic_regression(code, h{7}, 0)
printf("==> three coef %.17g\n", slope);
printf("==> three intercept %.17g %.17g\n", theta);
