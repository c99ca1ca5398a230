namespace Broadcast.Api.Tests;

/// <summary>The app with its own media node.</summary>
public sealed class MediaHost : ApiHost
{
    protected override bool IsNodeScripted => false;
}
