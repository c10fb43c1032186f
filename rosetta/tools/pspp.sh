# LOGISTIC REGRESSION, of PSPP, which reads the syntax of SPSS.

echo "==> version $(pspp --version | head -n 1 | cut -d ' ' -f 4)"

cat > fit.sps <<'END'
GET DATA /TYPE=TXT /FILE="admissions.csv" /DELIMITERS="," /FIRSTCASE=2
  /VARIABLES=admit F1 gre F4 gpa F5.2 rank F1.
SET FORMAT=F20.10.
LOGISTIC REGRESSION VARIABLES=admit WITH gre gpa /CRITERIA=BCON(0.0000001).
END
pspp fit.sps | tee printed
echo "==> two coef $(grep '^|.*[a-zA-Z] *| *-*[0-9]*\.[0-9]*|' printed | grep -E 'gre |gpa |Constant' | cut -d '|' -f 3 | tr '\n' ' ')"

cat > nomreg.sps <<'END'
NOMREG prog (BASE='academic') WITH write.
END
pspp nomreg.sps
echo "==> three refused 1"
