using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Api.Signaling.Messages;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Stage;

/// <summary>Hands out the configured STUN and TURN servers, with coturn's time-limited credentials (draft-uberti-behave-turn-rest-00).</summary>
internal sealed class IceServers(IOptions<IceOptions> options, TimeProvider time)
{
    public IReadOnlyList<IceServer> For(string participantId)
    {
        var settings = options.Value;
        if (settings.Servers.Count == 0)
            return [];
        if (settings.SharedSecret is not { } secret)
            return [new IceServer(settings.Servers)];
        var expires = time.GetUtcNow().Add(settings.CredentialLifetime).ToUnixTimeSeconds();
        var username = string.Create(CultureInfo.InvariantCulture, $"{expires}:{participantId}");
        var credential = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username));
        return [new IceServer(settings.Servers, username, Convert.ToBase64String(credential))];
    }
}
