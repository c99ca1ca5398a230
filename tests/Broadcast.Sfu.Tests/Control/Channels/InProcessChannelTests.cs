using Broadcast.Sfu.Control.Channels;

namespace Broadcast.Sfu.Tests.Control.Channels;

public sealed class InProcessChannelTests : ControlChannelContract
{
    private protected override bool IsControlled => false;

    protected override Task<IControlChannel> OpenAsync() => Task.FromResult(Node.Inside);
}
