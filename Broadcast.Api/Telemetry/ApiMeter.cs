namespace Broadcast.Api.Telemetry;

/// <summary>The meter of this project; whoever measures something has instruments of it.</summary>
internal static class ApiMeter
{
    public const string Name = "Broadcast.Api";
}
