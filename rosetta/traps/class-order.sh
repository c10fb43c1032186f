# Which class comes first: LIBLINEAR and gretl go by the order of the rows.

echo "==> version $(dpkg-query --show --showformat '${Version}' liblinear-tools)"

fit() {
    awk -F , '{ print $1, "1:" ($2 - 588) / 116, "2:" ($3 - 3.4) / 0.38 }' "$1" > data
    liblinear-train -q -s 0 -B 1 -c 1e6 -e 1e-12 data model
    cat model
}
tail -n +2 admissions.csv | sort -t , -k 1,1n > zeros-first
fit zeros-first
echo "==> zeros coef $(tail -n +7 model | tr '\n' ' ')"
tail -n +2 admissions.csv | sort -t , -k 1,1nr > ones-first
fit ones-first
echo "==> ones coef $(tail -n +7 model | tr '\n' ' ')"

mnlogit() {
    printf 'set verbose off\nopen %s --quiet\nlogit prog const write --multinomial --quiet\nprint $coeff\nprintf "==> %s coef %%.17g %%.17g %%.17g %%.17g\\n", $coeff[1], $coeff[2], $coeff[3], $coeff[4]\n' "$1" "$2" > script
    gretlcli --batch --quiet script | grep -v -e '^gretl' -e '^?' -e '^ script' -e '^Read'
}
(head -n 1 hsbdemo.csv; tail -n +2 hsbdemo.csv | sort -t , -k 5,5) > sorted.csv
mnlogit hsbdemo.csv as_it_is
mnlogit sorted.csv sorted
