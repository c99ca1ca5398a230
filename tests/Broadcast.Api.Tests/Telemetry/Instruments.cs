using System.Diagnostics.Metrics;

namespace Broadcast.Api.Tests.Telemetry;

/// <summary>The instruments of our own meters in this process, by the names that Prometheus knows them by.</summary>
internal static class Instruments
{
    /// <summary>With a histogram's parts.</summary>
    public static IReadOnlySet<string> Names()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("Broadcast.", StringComparison.Ordinal))
                    names.UnionWith(NamesOf(instrument));
            },
        };
        // Tells of those that exist already.
        listener.Start();
        return names;
    }

    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        var name = instrument.Name.Replace('.', '_') + UnitOf(instrument.Unit);
        if (kind.StartsWith("Histogram", StringComparison.Ordinal))
            return [$"{name}_bucket", $"{name}_count", $"{name}_sum"];
        return [kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? $"{name}_total" : name];
    }

    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        "1" => "_ratio",
        _ => "",
    };
}
