namespace Broadcast.Api.Tests.Contract;

/// <summary>A host with the real media node at an address that is the same everywhere.</summary>
public sealed class TranscriptHost : ApiHost
{
    protected override bool IsNodeScripted => false;

    protected override string[] Settings => ["--Media:AnnouncedAddresses:0", "192.0.2.1", "--Media:Workers", "1"];
}
