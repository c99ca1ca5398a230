namespace Broadcast.Api.Tests.Telemetry;

/// <summary>A host with the real media node that shows its metrics to who brings the token.</summary>
public sealed class ScrapedHost : ApiHost
{
    public const string Token = "a-token-for-tests";

    protected override bool IsNodeScripted => false;

    protected override string[] Settings => ["--Telemetry:MetricsToken", Token];
}
