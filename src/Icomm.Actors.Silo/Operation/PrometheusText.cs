using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Icomm.Actors.Silo.Operation;

/// <summary>
/// Writes measurements in Prometheus' text format, version 0.0.4. Names follow the OpenTelemetry specification's rules for Prometheus: dots become underscores, the unit is appended in words, and
/// sums that only grow end in <c>_total</c>.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public void Write(Metric metric)
    {
        var (type, isCounter) = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => ("counter", true),
            MetricType.Histogram => ("histogram", false),
            MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => ("gauge", false),
            _ => (null, false),
        };
        if (type is null)
            return;
        var name = NameOf(metric.Name, metric.Unit, isCounter);
        _text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
            Write(name, metric.MetricType, point);
    }

    public override string ToString() => _text.ToString();

    internal static string NameOf(string name, string unit, bool isCounter)
    {
        var bare = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "1" when !isCounter => "_ratio",
            _ => "",
        };
        if (!bare.EndsWith(suffix, StringComparison.Ordinal))
            bare += suffix;
        return isCounter && !bare.EndsWith("_total", StringComparison.Ordinal) ? bare + "_total" : bare;
    }

    private void Write(string name, MetricType type, in MetricPoint point)
    {
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Sample(name, point.Tags, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Sample(name, point.Tags, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Sample(name, point.Tags, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Sample(name, point.Tags, point.GetGaugeLastValueDouble());
                break;
            default:
                var count = 0L;
                foreach (var bucket in point.GetHistogramBuckets())
                {
                    count += bucket.BucketCount;
                    Sample(name + "_bucket", point.Tags, count, bucket.ExplicitBound);
                }

                Sample(name + "_sum", point.Tags, point.GetHistogramSum());
                Sample(name + "_count", point.Tags, point.GetHistogramCount());
                break;
        }
    }

    private void Sample(string name, ReadOnlyTagCollection tags, double value, double? bound = null)
    {
        _text.Append(name);
        var separator = '{';
        foreach (var (key, tag) in tags)
            Label(ref separator, string.Concat(key.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')), Convert.ToString(tag, CultureInfo.InvariantCulture) ?? "");
        if (bound is { } upper)
            Label(ref separator, "le", Number(upper));
        if (separator == ',')
            _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private void Label(ref char separator, string name, string value)
    {
        _text.Append(separator).Append(name).Append("=\"")
            .Append(value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('"');
        separator = ',';
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
