# R reads a bundle of the survey: with haven both files, with foreign the one of SPSS, and what load.R makes of the CSV.
. "$(dirname "$0")/../flow/lib.sh"
expect 0 new --seed 1
expect 0 simulate -n 70 --seed 5
expect 0 export --out "$work/bundle" --layer coded
(cd "$work/bundle" && Rscript --vanilla "$here/haven.R") >"$work/out" 2>&1 || fault "R finds something"
done_ok
