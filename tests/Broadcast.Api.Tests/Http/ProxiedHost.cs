namespace Broadcast.Api.Tests.Http;

/// <summary>A host whose public address is that of a proxy on this machine.</summary>
internal sealed class ProxiedHost(string url) : ApiHost
{
    protected override string[] Settings => [$"--Public:Url={url}", "--Proxy:Known:0=127.0.0.1"];
}
