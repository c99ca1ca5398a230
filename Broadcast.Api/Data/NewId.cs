using System.Buffers.Text;
using System.Security.Cryptography;

namespace Broadcast.Api.Data;

/// <summary>Makes ids that nobody can guess and everything can carry: 16 characters of <c>A-Z a-z 0-9 _ -</c>, 96 random bits.</summary>
internal static class NewId
{
    public const int Length = 16;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
}
