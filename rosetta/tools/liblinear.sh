# train, of LIBLINEAR: -s 0 is logistic regression with an L2 penalty, -B 1 adds an intercept, which is penalised too.

echo "==> version $(dpkg-query --show --showformat '${Version}' liblinear-tools)"

awk -F , 'NR > 1 { print ($1 ? "+1" : "-1"), "1:" $2, "2:" $3 }' admissions.csv > admissions
liblinear-train -q -s 0 -B 1 -c 1e8 admissions fit
cat fit
echo "==> two coef $(tail -n +7 fit | tr '\n' ' ')"
echo "==> two beta $(tail -n 1 fit) $(sed -n 7,8p fit | tr '\n' ' ')"

liblinear-train -q -s 0 -B 1 -c 1e8 -e 1e-12 admissions fit
echo "==> two-tight coef $(tail -n +7 fit | tr '\n' ' ')"

liblinear-train -q -s 0 -B 1 -c 1 -e 1e-12 admissions fit
tail -n +7 fit
echo "==> two-default coef $(tail -n +7 fit | tr '\n' ' ')"

awk -F , 'NR > 1 { print $1, "1:" $2, "2:" $3 }' admissions.csv > zeros-and-ones
liblinear-train -q -s 0 -B 1 -c 1e8 -e 1e-12 zeros-and-ones fit
cat fit
echo "==> two-zero-first coef $(tail -n +7 fit | tr '\n' ' ')"

awk -F , '{ gsub(/"/, "") } NR > 1 { k["academic"] = 1; k["general"] = 2; k["vocation"] = 3; print k[$5], "1:" $7 }' hsbdemo.csv > hsbdemo
liblinear-train -q -s 0 -B 1 -c 1e8 -e 1e-12 hsbdemo fit
cat fit
echo "==> three coef $(tail -n +7 fit | tr '\n' ' ')"
