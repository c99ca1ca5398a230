using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Api.Data;
using Broadcast.Jobs.Downloads;

namespace Broadcast.Api.Identity;

/// <summary>
/// The secret word, printed at start, that lets whoever reads the console become the first organizer. Processes that share a database have
/// the same one, so that any of them takes the link that another printed.
/// </summary>
internal sealed class SetupToken(SigningKeys keys, DataDirectory data)
{
    private readonly Lazy<byte[]> secret = keys.Get("setup", Path.Combine(data.Keys, "setup.key"));

    public string Value => Base64Url.EncodeToString(secret.Value);

    public bool Matches(string? candidate) =>
        candidate is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value), Encoding.UTF8.GetBytes(candidate));
}
