using System.Diagnostics.Metrics;

namespace Broadcast.Api.Tests.Telemetry;

/// <summary>Adds up what a counter of one host counts from now on.</summary>
internal sealed class CountedInstrument : IDisposable
{
    private readonly MeterListener listener;
    private long total;

    public CountedInstrument(IMeterFactory meters, string name)
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref total, measurement));
        listener.Start();
    }

    public long Total => Interlocked.Read(ref total);

    public void Dispose() => listener.Dispose();
}
