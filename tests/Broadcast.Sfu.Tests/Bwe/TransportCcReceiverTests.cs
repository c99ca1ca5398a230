using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Tests.Bwe;

public sealed class TransportCcReceiverTests
{
    [Fact]
    public void Loss_moves_towards_what_the_feedback_says()
    {
        var receiver = new TransportCcReceiver();
        var buffer = new byte[64];
        for (var message = 0; message < 50; message++)
        {
            var length = TransportCcWriter.Write(buffer, 1, 2, 0, 0, [0, TransportCcWriter.NotReceived, 10, 20], out _);
            RtcpPacket.TryParse(buffer.AsSpan(0, length), out var packet);
            Assert.True(TransportCc.TryParse(packet, out var feedback));
            receiver.OnFeedback(feedback);
        }
        Assert.Equal((150, 50), (receiver.Received, receiver.Lost));
        Assert.InRange(receiver.LossFraction, 0.24, 0.25);
    }
}
