-- The indicators of every customer, recomputed from orders and lines. {as_of}, {folder} and {sample} are filled in. Each stage is timed by itself; load and sample are not counted.

-- stage: load
CREATE TABLE orders (order_id BIGINT, customer_id INTEGER, placed_at TIMESTAMP, cents BIGINT, units INTEGER, coupon VARCHAR);
COPY orders FROM '{folder}/orders.csv' (HEADER false, NULLSTR '');
CREATE TABLE lines (order_id BIGINT, product_id INTEGER, units INTEGER);
COPY lines FROM '{folder}/lines.csv' (HEADER false);
CREATE TABLE products (product_id INTEGER, name VARCHAR, brand VARCHAR);
COPY products FROM '{folder}/products.csv' (HEADER false);
CREATE TABLE product_categories (product_id INTEGER, category_id INTEGER);
COPY product_categories FROM '{folder}/product_categories.csv' (HEADER false);
CREATE TABLE categories (category_id INTEGER, name VARCHAR);
COPY categories FROM '{folder}/categories.csv' (HEADER false);
CREATE TABLE segments (code INTEGER, segment VARCHAR);
COPY segments FROM '{folder}/segments.csv' (HEADER false);
CREATE MACRO half_even(numerator, denominator) AS
    numerator // denominator + CASE WHEN 2 * (numerator % denominator) > denominator OR (2 * (numerator % denominator) = denominator AND (numerator // denominator) % 2 = 1) THEN 1 ELSE 0 END;
-- Two to three times as fast as list(name ORDER BY at DESC), which sorts each customer's list by itself.
CREATE MACRO latest_first(pairs) AS list_transform(list_reverse_sort(pairs), lambda pair: pair.name);
CHECKPOINT;

-- stage: windows
CREATE TEMP TABLE totals AS
SELECT customer_id,
    count(*) FILTER (age <= 30) AS n30, coalesce(sum(units) FILTER (age <= 30), 0)::BIGINT AS u30, coalesce(sum(cents) FILTER (age <= 30), 0)::BIGINT AS a30,
    count(*) FILTER (age <= 60) AS n60, coalesce(sum(units) FILTER (age <= 60), 0)::BIGINT AS u60, coalesce(sum(cents) FILTER (age <= 60), 0)::BIGINT AS a60,
    count(*) FILTER (age <= 90) AS n90, coalesce(sum(units) FILTER (age <= 90), 0)::BIGINT AS u90, coalesce(sum(cents) FILTER (age <= 90), 0)::BIGINT AS a90,
    count(*) FILTER (age <= 180) AS n180, coalesce(sum(units) FILTER (age <= 180), 0)::BIGINT AS u180, coalesce(sum(cents) FILTER (age <= 180), 0)::BIGINT AS a180,
    count(*) FILTER (age <= 360) AS n360, coalesce(sum(units) FILTER (age <= 360), 0)::BIGINT AS u360, coalesce(sum(cents) FILTER (age <= 360), 0)::BIGINT AS a360,
    count(*) FILTER (age > 360) AS nplus, coalesce(sum(units) FILTER (age > 360), 0)::BIGINT AS uplus, coalesce(sum(cents) FILTER (age > 360), 0)::BIGINT AS aplus,
    count(*) AS n, sum(units)::BIGINT AS u, sum(cents)::BIGINT AS a,
    min(age) AS days_since_last, max(age) AS days_since_first, min(age) FILTER (age > 360) AS days_plus,
    arg_max(order_id, placed_at) AS last_order_id, arg_max(cents, placed_at) AS last_cents
FROM (SELECT *, DATE '{as_of}' - placed_at::DATE AS age FROM orders)
WHERE age >= 0
GROUP BY customer_id;

-- stage: products
CREATE TEMP TABLE bought AS
SELECT o.customer_id, l.product_id, max(o.placed_at) AS last_at, max(o.placed_at) FILTER (DATE '{as_of}' - o.placed_at::DATE > 360) AS plus_at
FROM orders o JOIN lines l USING (order_id)
WHERE DATE '{as_of}' >= o.placed_at::DATE AND l.units > 0
GROUP BY ALL;
-- Windows are nested, so each one's list is the beginning of the longest one's.
CREATE TEMP TABLE product_lists AS
SELECT customer_id,
    latest_first(list({'at': last_at, 'name': name}) FILTER (age <= 360)) AS p360,
    count(*) FILTER (age <= 30) AS c30, count(*) FILTER (age <= 60) AS c60, count(*) FILTER (age <= 90) AS c90, count(*) FILTER (age <= 180) AS c180,
    latest_first(list({'at': plus_at, 'name': name}) FILTER (plus_at IS NOT NULL)) AS pplus
FROM (SELECT b.*, DATE '{as_of}' - last_at::DATE AS age, name FROM bought b JOIN products USING (product_id))
GROUP BY customer_id;

-- stage: categories
CREATE TEMP TABLE category_lists AS
SELECT customer_id,
    latest_first(list({'at': last_at, 'name': name}) FILTER (age <= 360)) AS p360,
    count(*) FILTER (age <= 30) AS c30, count(*) FILTER (age <= 60) AS c60, count(*) FILTER (age <= 90) AS c90, count(*) FILTER (age <= 180) AS c180,
    latest_first(list({'at': plus_at, 'name': name}) FILTER (plus_at IS NOT NULL)) AS pplus
FROM (
    SELECT b.*, DATE '{as_of}' - last_at::DATE AS age, name
    FROM (SELECT customer_id, category_id, max(last_at) AS last_at, max(plus_at) AS plus_at FROM bought JOIN product_categories USING (product_id) GROUP BY ALL) b
    JOIN categories USING (category_id))
GROUP BY customer_id;

-- stage: coupons
CREATE TEMP TABLE coupon_lists AS
SELECT customer_id,
    latest_first(list({'at': last_at, 'name': coupon}) FILTER (age <= 360)) AS p360,
    count(*) FILTER (age <= 30) AS c30, count(*) FILTER (age <= 60) AS c60, count(*) FILTER (age <= 90) AS c90, count(*) FILTER (age <= 180) AS c180,
    latest_first(list({'at': plus_at, 'name': coupon}) FILTER (plus_at IS NOT NULL)) AS pplus
FROM (
    SELECT *, DATE '{as_of}' - last_at::DATE AS age
    FROM (
        SELECT customer_id, coupon, max(placed_at) AS last_at, max(placed_at) FILTER (DATE '{as_of}' - placed_at::DATE > 360) AS plus_at
        FROM orders WHERE coupon IS NOT NULL AND DATE '{as_of}' >= placed_at::DATE GROUP BY ALL))
GROUP BY customer_id;

-- stage: last purchase
CREATE TEMP TABLE last_purchases AS
SELECT t.customer_id, any_value(o.coupon) AS coupon, list(DISTINCT p.brand) AS brands, flatten(list(c.names)) AS categories
FROM totals t
JOIN orders o ON o.order_id = t.last_order_id
JOIN lines l ON l.order_id = t.last_order_id
JOIN products p USING (product_id)
JOIN (SELECT product_id, list(name) AS names FROM product_categories JOIN categories USING (category_id) GROUP BY product_id) c USING (product_id)
WHERE l.units > 0
GROUP BY t.customer_id;

-- stage: quintiles
CREATE TEMP TABLE cuts AS
SELECT
    (SELECT {'r': quantile_cont(days_since_last, [.2, .4, .6, .8]), 'f': quantile_cont(n30, [.2, .4, .6, .8]), 'm': quantile_cont(a30, [.2, .4, .6, .8])} FROM totals WHERE n30 > 0) AS q30,
    (SELECT {'r': quantile_cont(days_since_last, [.2, .4, .6, .8]), 'f': quantile_cont(n60, [.2, .4, .6, .8]), 'm': quantile_cont(a60, [.2, .4, .6, .8])} FROM totals WHERE n60 > 0) AS q60,
    (SELECT {'r': quantile_cont(days_since_last, [.2, .4, .6, .8]), 'f': quantile_cont(n90, [.2, .4, .6, .8]), 'm': quantile_cont(a90, [.2, .4, .6, .8])} FROM totals WHERE n90 > 0) AS q90,
    (SELECT {'r': quantile_cont(days_since_last, [.2, .4, .6, .8]), 'f': quantile_cont(n180, [.2, .4, .6, .8]), 'm': quantile_cont(a180, [.2, .4, .6, .8])} FROM totals WHERE n180 > 0) AS q180,
    (SELECT {'r': quantile_cont(days_since_last, [.2, .4, .6, .8]), 'f': quantile_cont(n360, [.2, .4, .6, .8]), 'm': quantile_cont(a360, [.2, .4, .6, .8])} FROM totals WHERE n360 > 0) AS q360,
    (SELECT {'r': quantile_cont(days_plus, [.2, .4, .6, .8]), 'f': quantile_cont(nplus, [.2, .4, .6, .8]), 'm': quantile_cont(aplus, [.2, .4, .6, .8])} FROM totals WHERE nplus > 0) AS qplus,
    (SELECT {'r': quantile_cont(days_since_last, [.2, .4, .6, .8]), 'f': quantile_cont(n, [.2, .4, .6, .8]), 'm': quantile_cont(a, [.2, .4, .6, .8])} FROM totals) AS q;

-- stage: result
CREATE MACRO above(v, c) AS (v > c[1])::INTEGER + (v > c[2])::INTEGER + (v > c[3])::INTEGER + (v > c[4])::INTEGER;
CREATE MACRO code(population, days, purchases, cents, q) AS CASE WHEN population = 0 THEN 0 ELSE 100 * (5 - above(days, q.r)) + 10 * (1 + above(purchases, q.f)) + 1 + above(cents, q.m) END;
CREATE TABLE profiles AS
WITH coded AS (
    SELECT t.*,
        code(n30, days_since_last, n30, a30, q30) AS rfm30, code(n60, days_since_last, n60, a60, q60) AS rfm60, code(n90, days_since_last, n90, a90, q90) AS rfm90,
        code(n180, days_since_last, n180, a180, q180) AS rfm180, code(n360, days_since_last, n360, a360, q360) AS rfm360, code(nplus, days_plus, nplus, aplus, qplus) AS rfmplus,
        code(n, days_since_last, n, a, q) AS rfm
    FROM totals t, cuts)
SELECT t.customer_id,
    n30, u30, a30, CASE WHEN n30 > 0 THEN half_even(a30 * 100, n30) END AS avg30, n60, u60, a60, CASE WHEN n60 > 0 THEN half_even(a60 * 100, n60) END AS avg60,
    n90, u90, a90, CASE WHEN n90 > 0 THEN half_even(a90 * 100, n90) END AS avg90, n180, u180, a180, CASE WHEN n180 > 0 THEN half_even(a180 * 100, n180) END AS avg180,
    n360, u360, a360, CASE WHEN n360 > 0 THEN half_even(a360 * 100, n360) END AS avg360, nplus, uplus, aplus, CASE WHEN nplus > 0 THEN half_even(aplus * 100, nplus) END AS avgplus,
    p.p360[1:p.c30] AS products30, p.p360[1:p.c60] AS products60, p.p360[1:p.c90] AS products90, p.p360[1:p.c180] AS products180, p.p360 AS products360, p.pplus AS productsplus,
    c.p360[1:c.c30] AS categories30, c.p360[1:c.c60] AS categories60, c.p360[1:c.c90] AS categories90, c.p360[1:c.c180] AS categories180, c.p360 AS categories360, c.pplus AS categoriesplus,
    k.p360[1:k.c30] AS coupons30, k.p360[1:k.c60] AS coupons60, k.p360[1:k.c90] AS coupons90, k.p360[1:k.c180] AS coupons180, k.p360 AS coupons360, k.pplus AS couponsplus,
    n AS purchases, u AS units, a AS cents, DATE '{as_of}' - days_since_first::INTEGER AS first_date, DATE '{as_of}' - days_since_last::INTEGER AS last_date, days_since_first, days_since_last,
    last_cents, l.brands AS last_brands, list_distinct(l.categories) AS last_categories, l.coupon AS last_coupon,
    rfm30, rfm60, rfm90, rfm180, rfm360, rfmplus, rfm,
    CASE WHEN rfm // 10 % 10 = 1 THEN 'BEGINNERS' WHEN rfm // 10 % 10 <= 3 THEN 'FREQUENT' ELSE 'LOYAL' END AS rfm_group, s.segment
FROM coded t
LEFT JOIN product_lists p USING (customer_id)
LEFT JOIN category_lists c USING (customer_id)
LEFT JOIN coupon_lists k USING (customer_id)
LEFT JOIN last_purchases l USING (customer_id)
LEFT JOIN segments s ON s.code = t.rfm;
CHECKPOINT;

-- stage: sample
COPY (SELECT * FROM profiles WHERE customer_id IN ({sample}) ORDER BY customer_id) TO '{folder}/duckdb.json' (FORMAT json, DATEFORMAT '%Y-%m-%d');
