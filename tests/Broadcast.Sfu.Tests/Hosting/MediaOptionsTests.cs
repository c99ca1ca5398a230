using Broadcast.Sfu.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Tests.Hosting;

public class MediaOptionsTests
{
    [Theory]
    [InlineData("Workers", "0", "Workers")]
    [InlineData("Port", "70000", "Port")]
    [InlineData("ListenAddress", "everywhere", "Media:ListenAddress 'everywhere'")]
    [InlineData("AnnouncedAddresses:0", "media.example", "Media:AnnouncedAddresses 'media.example'")]
    [InlineData("PipePort", "70000", "PipePort")]
    [InlineData("PipeAddress", "node.example", "Media:PipeAddress 'node.example'")]
    [InlineData("ReceiveBufferBytes", "1", "ReceiveBufferBytes")]
    [InlineData("TcpConnections", "70000", "TcpConnections")]
    [InlineData("TcpConnectionsPerAddress", "0", "TcpConnectionsPerAddress")]
    [InlineData("TcpQueueBytes", "100", "TcpQueueBytes")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value, string named)
    {
        using var host = MediaHost.Build((key, value));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_of_all_workers_have_to_fit()
    {
        using var host = MediaHost.Build(("Port", "65535"), ("Workers", "2"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Media:Port 65535", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40_000, null, 41_000, 41_003)]
    [InlineData(40_000, 44_000, 44_000, 44_003)]
    [InlineData(40_000, 0, 0, 0)]
    [InlineData(0, null, 0, 0)]
    public void Ports_for_pipes_are_counted_up_like_those_for_media(int media, int? pipes, int first, int fourth)
    {
        var options = new MediaOptions { Port = media, PipePort = pipes };

        Assert.Equal((first, fourth), (options.PipePortOf(0), options.PipePortOf(3)));
    }
}
