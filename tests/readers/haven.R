# In the folder of a bundle: the three data files hold the same, and say what their columns mean.
library(haven)
sav <- read_sav("data.sav", user_na = TRUE)
dta <- read_dta("data.dta")
source("load.R", encoding = "UTF-8")
stopifnot(identical(names(sav), names(dta)), identical(names(sav), names(data)), nrow(sav) == 70, nrow(dta) == 70)

tags <- c(n = -1, r = -2, d = -3, s = -4, b = -5, u = -6, x = -7, p = -8, v = -9)
seen <- character(0)
for (name in names(sav)) {
    s <- sav[[name]]; d <- dta[[name]]; c <- data[[name]]
    stopifnot(nzchar(attr(s, "label")), identical(attr(s, "label"), attr(d, "label")),
              identical(attr(s, "label"), attr(c, "label")), validUTF8(attr(s, "label")))
    if (is.character(s)) {
        stopifnot(all(validUTF8(s)), identical(as.vector(s), as.vector(d)), identical(as.vector(s), as.vector(c)))
    } else if (inherits(s, "Date")) {
        stopifnot(identical(as.numeric(s), as.numeric(d)), identical(as.numeric(s), as.numeric(c)))
    } else if (!inherits(s, "hms")) {
        plain <- as.numeric(unclass(s))
        stopifnot(identical(plain, as.numeric(unclass(c))))
        range <- attr(s, "na_range")
        coded <- !is.na(plain) & !is.null(range) & plain >= c(range, 0)[1] & plain <= c(range, 0, 0)[2]
        stopifnot(is.null(range) || identical(range, c(-99, -1)) || identical(range, c(-9999999, -9999901)))
        stopifnot(isTRUE(all.equal(plain[!coded], as.numeric(unclass(d))[!coded])))
        base <- if (is.null(range) || range[1] == -99) 0 else -9999900
        stopifnot(all(unname(tags[na_tag(d[coded])]) + base == plain[coded]))
        seen <- union(seen, na_tag(d[coded]))
    }
}
stopifnot(all(c("n", "r", "d") %in% seen))
old <- suppressWarnings(foreign::read.spss("data.sav", to.data.frame = FALSE, use.value.labels = FALSE))
# foreign knows no texts beyond 255 bytes: it shows their segments as variables of their own
stopifnot(attr(old, "codepage") == 65001, all(names(sav)[!grepl("_other|_name|title", names(sav))] %in% names(old)))
cat("ok\n")
