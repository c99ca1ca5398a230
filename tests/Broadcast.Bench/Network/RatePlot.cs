using System.Globalization;
using System.Text;
using Broadcast.TestNetwork.Cases;

namespace Broadcast.Bench.Network;

/// <summary>Draws what each flow of a case was sent, and what the oracle would have sent it, over time.</summary>
internal static class RatePlot
{
    private const int Width = 720;
    private const int Height = 240;
    private const int Left = 48;
    private const int Bottom = 24;

    private static readonly string[] Colours = ["#1f6feb", "#d1570f", "#2e8b57", "#8250df", "#b08800"];

    public static string Draw(CaseResult result)
    {
        var seconds = result.Flows.SelectMany(flow => flow).Max(moment => moment.Second);
        var most = 1.1 * result.Flows.SelectMany(flow => flow).Max(moment => Math.Max(moment.SentBps, moment.OracleBps));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"12\">{result.Case}: kbit/s sent (line) and the oracle's (dashes)</text>\n");
        for (var bps = 500_000.0; bps < most; bps += 500_000)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(bps, most):0.0}H{Width}\" stroke=\"#ddd\"/><text x=\"4\" y=\"{Y(bps, most) + 4:0.0}\">{bps / 1e3:0}</text>\n");
        for (var second = 0.0; second <= seconds; second += 20)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(second, seconds):0.0}\" y=\"{Height - 6}\">{second:0} s</text>\n");
        for (var i = 0; i < result.Flows.Count; i++)
        {
            Append(svg, result.Flows[i], moment => moment.OracleBps, seconds, most, $"{Colours[i % Colours.Length]}\" stroke-dasharray=\"4 3\" opacity=\"0.6");
            Append(svg, result.Flows[i], moment => moment.SentBps, seconds, most, Colours[i % Colours.Length]);
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Steps, with a point only where something changes.</summary>
    private static void Append(StringBuilder svg, IReadOnlyList<Moment> flow, Func<Moment, double> value, double seconds, double most, string stroke)
    {
        if (flow.Count == 0)
            return;
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{stroke}\" d=\"M{X(flow[0].Second, seconds):0.0} {Y(value(flow[0]), most):0.0}");
        for (var i = 1; i < flow.Count; i++)
            if (value(flow[i]) != value(flow[i - 1]))
                svg.Append(CultureInfo.InvariantCulture, $"H{X(flow[i].Second, seconds):0.0}V{Y(value(flow[i]), most):0.0}");
        svg.Append(CultureInfo.InvariantCulture, $"H{X(flow[^1].Second, seconds):0.0}\"/>\n");
    }

    private static double X(double second, double seconds) => Left + (Width - Left) * second / seconds;

    private static double Y(double bps, double most) => Height - Bottom - (Height - Bottom - 20) * bps / most;
}
