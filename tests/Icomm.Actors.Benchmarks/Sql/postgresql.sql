-- The indicators of every customer, recomputed from orders and lines. {as_of}, {folder} and {sample} are filled in. Each stage is timed by itself; load and sample are not counted.
-- Intermediate tables are unlogged, not temporary: temporary ones can't be read in parallel.

-- stage: load
CREATE TABLE orders (order_id BIGINT, customer_id INTEGER, placed_at TIMESTAMP, cents BIGINT, units INTEGER, coupon TEXT);
\copy orders FROM '{folder}/orders.csv' (FORMAT csv)
CREATE TABLE lines (order_id BIGINT, product_id INTEGER, units INTEGER);
\copy lines FROM '{folder}/lines.csv' (FORMAT csv)
CREATE TABLE products (product_id INTEGER, name TEXT, brand TEXT);
\copy products FROM '{folder}/products.csv' (FORMAT csv)
CREATE TABLE product_categories (product_id INTEGER, category_id INTEGER);
\copy product_categories FROM '{folder}/product_categories.csv' (FORMAT csv)
CREATE TABLE categories (category_id INTEGER, name TEXT);
\copy categories FROM '{folder}/categories.csv' (FORMAT csv)
CREATE TABLE segments (code INTEGER, segment TEXT);
\copy segments FROM '{folder}/segments.csv' (FORMAT csv)
CREATE FUNCTION half_even(numerator BIGINT, denominator BIGINT) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT numerator / denominator + CASE WHEN 2 * (numerator % denominator) > denominator OR (2 * (numerator % denominator) = denominator AND (numerator / denominator) % 2 = 1) THEN 1 ELSE 0 END $$;
VACUUM ANALYZE;
CHECKPOINT;

-- stage: windows
CREATE UNLOGGED TABLE totals AS
SELECT customer_id,
    count(*) FILTER (WHERE age <= 30) AS n30, coalesce(sum(units) FILTER (WHERE age <= 30), 0) AS u30, coalesce(sum(cents) FILTER (WHERE age <= 30), 0)::BIGINT AS a30,
    count(*) FILTER (WHERE age <= 60) AS n60, coalesce(sum(units) FILTER (WHERE age <= 60), 0) AS u60, coalesce(sum(cents) FILTER (WHERE age <= 60), 0)::BIGINT AS a60,
    count(*) FILTER (WHERE age <= 90) AS n90, coalesce(sum(units) FILTER (WHERE age <= 90), 0) AS u90, coalesce(sum(cents) FILTER (WHERE age <= 90), 0)::BIGINT AS a90,
    count(*) FILTER (WHERE age <= 180) AS n180, coalesce(sum(units) FILTER (WHERE age <= 180), 0) AS u180, coalesce(sum(cents) FILTER (WHERE age <= 180), 0)::BIGINT AS a180,
    count(*) FILTER (WHERE age <= 360) AS n360, coalesce(sum(units) FILTER (WHERE age <= 360), 0) AS u360, coalesce(sum(cents) FILTER (WHERE age <= 360), 0)::BIGINT AS a360,
    count(*) FILTER (WHERE age > 360) AS nplus, coalesce(sum(units) FILTER (WHERE age > 360), 0) AS uplus, coalesce(sum(cents) FILTER (WHERE age > 360), 0)::BIGINT AS aplus,
    count(*) AS n, sum(units) AS u, sum(cents)::BIGINT AS a,
    min(age) AS days_since_last, max(age) AS days_since_first, min(age) FILTER (WHERE age > 360) AS days_plus
FROM (SELECT *, DATE '{as_of}' - placed_at::DATE AS age FROM orders) o
WHERE age >= 0
GROUP BY customer_id;
ANALYZE totals;

-- stage: products
CREATE UNLOGGED TABLE bought AS
SELECT o.customer_id, l.product_id, max(o.placed_at) AS last_at, max(o.placed_at) FILTER (WHERE DATE '{as_of}' - o.placed_at::DATE > 360) AS plus_at
FROM orders o JOIN lines l USING (order_id)
WHERE DATE '{as_of}' >= o.placed_at::DATE AND l.units > 0
GROUP BY o.customer_id, l.product_id;
ANALYZE bought;
-- Windows are nested, so each one's list is the beginning of the longest one's. Sorted subqueries: twice as fast as array_agg(… ORDER BY …), which sorts each customer's list by itself.
CREATE UNLOGGED TABLE product_lists AS
SELECT customer_id, array_agg(name) AS p360,
    count(*) FILTER (WHERE age <= 30) AS c30, count(*) FILTER (WHERE age <= 60) AS c60, count(*) FILTER (WHERE age <= 90) AS c90, count(*) FILTER (WHERE age <= 180) AS c180
FROM (SELECT customer_id, name AS name, DATE '{as_of}' - last_at::DATE AS age FROM bought JOIN products USING (product_id) WHERE DATE '{as_of}' - last_at::DATE <= 360 ORDER BY customer_id, last_at DESC) b
GROUP BY customer_id;
CREATE UNLOGGED TABLE product_plus_lists AS
SELECT customer_id, array_agg(name) AS pplus
FROM (SELECT customer_id, name AS name FROM bought JOIN products USING (product_id) WHERE plus_at IS NOT NULL ORDER BY customer_id, plus_at DESC) b
GROUP BY customer_id;
ANALYZE product_lists;
ANALYZE product_plus_lists;

-- stage: categories
CREATE UNLOGGED TABLE bought_categories AS
SELECT customer_id, category_id, max(last_at) AS last_at, max(plus_at) AS plus_at FROM bought JOIN product_categories USING (product_id) GROUP BY customer_id, category_id;
ANALYZE bought_categories;
CREATE UNLOGGED TABLE category_lists AS
SELECT customer_id, array_agg(name) AS p360,
    count(*) FILTER (WHERE age <= 30) AS c30, count(*) FILTER (WHERE age <= 60) AS c60, count(*) FILTER (WHERE age <= 90) AS c90, count(*) FILTER (WHERE age <= 180) AS c180
FROM (SELECT customer_id, name AS name, DATE '{as_of}' - last_at::DATE AS age FROM bought_categories JOIN categories USING (category_id) WHERE DATE '{as_of}' - last_at::DATE <= 360 ORDER BY customer_id, last_at DESC) b
GROUP BY customer_id;
CREATE UNLOGGED TABLE category_plus_lists AS
SELECT customer_id, array_agg(name) AS pplus
FROM (SELECT customer_id, name AS name FROM bought_categories JOIN categories USING (category_id) WHERE plus_at IS NOT NULL ORDER BY customer_id, plus_at DESC) b
GROUP BY customer_id;
ANALYZE category_lists;
ANALYZE category_plus_lists;

-- stage: coupons
CREATE UNLOGGED TABLE used_coupons AS
SELECT customer_id, coupon, max(placed_at) AS last_at, max(placed_at) FILTER (WHERE DATE '{as_of}' - placed_at::DATE > 360) AS plus_at
FROM orders WHERE coupon IS NOT NULL AND DATE '{as_of}' >= placed_at::DATE GROUP BY customer_id, coupon;
CREATE UNLOGGED TABLE coupon_lists AS
SELECT customer_id, array_agg(name) AS p360,
    count(*) FILTER (WHERE age <= 30) AS c30, count(*) FILTER (WHERE age <= 60) AS c60, count(*) FILTER (WHERE age <= 90) AS c90, count(*) FILTER (WHERE age <= 180) AS c180
FROM (SELECT customer_id, coupon AS name, DATE '{as_of}' - last_at::DATE AS age FROM used_coupons WHERE DATE '{as_of}' - last_at::DATE <= 360 ORDER BY customer_id, last_at DESC) b
GROUP BY customer_id;
CREATE UNLOGGED TABLE coupon_plus_lists AS
SELECT customer_id, array_agg(name) AS pplus
FROM (SELECT customer_id, coupon AS name FROM used_coupons WHERE plus_at IS NOT NULL ORDER BY customer_id, plus_at DESC) b
GROUP BY customer_id;
ANALYZE coupon_lists;
ANALYZE coupon_plus_lists;

-- stage: last purchase
CREATE UNLOGGED TABLE last_orders AS
SELECT DISTINCT ON (customer_id) customer_id, order_id, cents, coupon FROM orders WHERE DATE '{as_of}' >= placed_at::DATE ORDER BY customer_id, placed_at DESC;
ANALYZE last_orders;
CREATE UNLOGGED TABLE last_purchases AS
SELECT o.customer_id, min(o.cents) AS cents, min(o.coupon) AS coupon, array_agg(DISTINCT p.brand) AS brands, array_agg(DISTINCT c.name) AS categories
FROM last_orders o
JOIN lines l USING (order_id)
JOIN products p USING (product_id)
JOIN product_categories USING (product_id)
JOIN categories c USING (category_id)
WHERE l.units > 0
GROUP BY o.customer_id;
ANALYZE last_purchases;

-- stage: quintiles
CREATE TABLE cuts AS
SELECT '30' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_since_last) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY n30) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY a30) AS m FROM totals WHERE n30 > 0 UNION ALL
SELECT '60' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_since_last) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY n60) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY a60) AS m FROM totals WHERE n60 > 0 UNION ALL
SELECT '90' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_since_last) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY n90) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY a90) AS m FROM totals WHERE n90 > 0 UNION ALL
SELECT '180' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_since_last) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY n180) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY a180) AS m FROM totals WHERE n180 > 0 UNION ALL
SELECT '360' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_since_last) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY n360) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY a360) AS m FROM totals WHERE n360 > 0 UNION ALL
SELECT 'plus' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_plus) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY nplus) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY aplus) AS m FROM totals WHERE nplus > 0 UNION ALL
SELECT 'all' AS period, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY days_since_last) AS r, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY n) AS f, percentile_cont(ARRAY[.2, .4, .6, .8]) WITHIN GROUP (ORDER BY a) AS m FROM totals WHERE n > 0;

-- stage: result
CREATE FUNCTION code(population BIGINT, days INTEGER, cents BIGINT, q cuts) RETURNS INTEGER LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN population = 0 THEN 0 ELSE
        100 * (5 - (days > q.r[1])::INTEGER - (days > q.r[2])::INTEGER - (days > q.r[3])::INTEGER - (days > q.r[4])::INTEGER)
        + 10 * (1 + (population > q.f[1])::INTEGER + (population > q.f[2])::INTEGER + (population > q.f[3])::INTEGER + (population > q.f[4])::INTEGER)
        + 1 + (cents > q.m[1])::INTEGER + (cents > q.m[2])::INTEGER + (cents > q.m[3])::INTEGER + (cents > q.m[4])::INTEGER END $$;
CREATE TABLE profiles AS
WITH coded AS (
    SELECT t.*,
        code(n30, days_since_last, a30, q30) AS rfm30, code(n60, days_since_last, a60, q60) AS rfm60, code(n90, days_since_last, a90, q90) AS rfm90, code(n180, days_since_last, a180, q180) AS rfm180, code(n360, days_since_last, a360, q360) AS rfm360, code(nplus, days_plus, aplus, qplus) AS rfmplus, code(n, days_since_last, a, qall) AS rfm
    FROM totals t
    LEFT JOIN cuts q30 ON q30.period = '30'
    LEFT JOIN cuts q60 ON q60.period = '60'
    LEFT JOIN cuts q90 ON q90.period = '90'
    LEFT JOIN cuts q180 ON q180.period = '180'
    LEFT JOIN cuts q360 ON q360.period = '360'
    LEFT JOIN cuts qplus ON qplus.period = 'plus'
    LEFT JOIN cuts qall ON qall.period = 'all')
SELECT t.customer_id,
    n30, u30, a30, CASE WHEN n30 > 0 THEN half_even(a30 * 100, n30) END AS avg30,
    n60, u60, a60, CASE WHEN n60 > 0 THEN half_even(a60 * 100, n60) END AS avg60,
    n90, u90, a90, CASE WHEN n90 > 0 THEN half_even(a90 * 100, n90) END AS avg90,
    n180, u180, a180, CASE WHEN n180 > 0 THEN half_even(a180 * 100, n180) END AS avg180,
    n360, u360, a360, CASE WHEN n360 > 0 THEN half_even(a360 * 100, n360) END AS avg360,
    nplus, uplus, aplus, CASE WHEN nplus > 0 THEN half_even(aplus * 100, nplus) END AS avgplus,
    CASE WHEN p.c30 > 0 THEN p.p360[1:p.c30] END AS products30, CASE WHEN p.c60 > 0 THEN p.p360[1:p.c60] END AS products60, CASE WHEN p.c90 > 0 THEN p.p360[1:p.c90] END AS products90, CASE WHEN p.c180 > 0 THEN p.p360[1:p.c180] END AS products180, p.p360 AS products360, p2.pplus AS productsplus,
    CASE WHEN c.c30 > 0 THEN c.p360[1:c.c30] END AS categories30, CASE WHEN c.c60 > 0 THEN c.p360[1:c.c60] END AS categories60, CASE WHEN c.c90 > 0 THEN c.p360[1:c.c90] END AS categories90, CASE WHEN c.c180 > 0 THEN c.p360[1:c.c180] END AS categories180, c.p360 AS categories360, c2.pplus AS categoriesplus,
    CASE WHEN k.c30 > 0 THEN k.p360[1:k.c30] END AS coupons30, CASE WHEN k.c60 > 0 THEN k.p360[1:k.c60] END AS coupons60, CASE WHEN k.c90 > 0 THEN k.p360[1:k.c90] END AS coupons90, CASE WHEN k.c180 > 0 THEN k.p360[1:k.c180] END AS coupons180, k.p360 AS coupons360, k2.pplus AS couponsplus,
    n AS purchases, u AS units, a AS cents, DATE '{as_of}' - days_since_first AS first_date, DATE '{as_of}' - days_since_last AS last_date, days_since_first, days_since_last,
    l.cents AS last_cents, l.brands AS last_brands, l.categories AS last_categories, l.coupon AS last_coupon,
    rfm30, rfm60, rfm90, rfm180, rfm360, rfmplus, rfm,
    CASE WHEN rfm / 10 % 10 = 1 THEN 'BEGINNERS' WHEN rfm / 10 % 10 <= 3 THEN 'FREQUENT' ELSE 'LOYAL' END AS rfm_group, s.segment
FROM coded t
LEFT JOIN product_lists p USING (customer_id)
LEFT JOIN product_plus_lists p2 USING (customer_id)
LEFT JOIN category_lists c USING (customer_id)
LEFT JOIN category_plus_lists c2 USING (customer_id)
LEFT JOIN coupon_lists k USING (customer_id)
LEFT JOIN coupon_plus_lists k2 USING (customer_id)
LEFT JOIN last_purchases l USING (customer_id)
LEFT JOIN segments s ON s.code = t.rfm;
CHECKPOINT;

-- stage: sample
\copy (SELECT row_to_json(p) FROM profiles p WHERE customer_id IN ({sample}) ORDER BY customer_id) TO '{folder}/postgresql.json'
