using System.Security.Cryptography;
using System.Text;
using Broadcast.Api.Data;

namespace Broadcast.Api.Identity;

/// <summary>The one-time word, printed at start, that lets whoever reads the console become the first organizer. New at every start.</summary>
internal sealed class SetupToken
{
    public string Value { get; } = NewId.Create() + NewId.Create();

    public bool Matches(string? candidate) =>
        candidate is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value), Encoding.UTF8.GetBytes(candidate));
}
