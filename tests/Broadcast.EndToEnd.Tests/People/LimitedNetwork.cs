using System.Net;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>As if a page's network let only some of its packets through: the page never hears of where it could send the others.</summary>
internal static class LimitedNetwork
{
    private const string KeepCandidates = """
        const set = RTCPeerConnection.prototype.setRemoteDescription;
        window.connections = new Set();
        RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
          window.connections.add(this);
          return set.call(this, { type, sdp: sdp.split('\r\n').filter(line => !line.startsWith('a=candidate:') || line.toLowerCase().includes('WHAT')).join('\r\n') });
        };
        """;

    /// <summary>Puts a page that has not been opened yet behind a firewall; <see cref="PageMedia"/> reads its connections.</summary>
    public static Task<IPage> WithoutUdpAsync(IPage page) => AroundAsync(page, " tcp ");

    /// <summary>Puts a page that has not been opened yet where of the server's addresses only this one can be reached; <see cref="PageMedia"/> reads its connections.</summary>
    public static Task<IPage> OnlyToAsync(IPage page, IPAddress address) => AroundAsync(page, $" {address} ");

    /// <summary>Of each connection of a page behind it: the name fragment of its end (RFC 8839 §5.4), which an ICE restart changes, and the server's address.</summary>
    public static async Task<string[]> PathsAsync(IPage page) =>
        [.. (await PageMedia.SelectedPairsAsync(page)).Select(pair => $"{pair.Local.UsernameFragment} to {pair.Remote.Address}")];

    /// <summary>How the media of a page behind it travel, all connections and both ends of each taken together.</summary>
    public static async Task<string[]> ProtocolsAsync(IPage page) =>
        [.. (await PageMedia.SelectedPairsAsync(page)).SelectMany(pair => new[] { pair.Local.Protocol, pair.Remote.Protocol }).Distinct()];

    private static async Task<IPage> AroundAsync(IPage page, string kept)
    {
        await page.AddInitScriptAsync(KeepCandidates.Replace("WHAT", kept, StringComparison.Ordinal));
        return page;
    }
}
