using System.Diagnostics.CodeAnalysis;
using Broadcast.Api.Data;
using Microsoft.AspNetCore.Identity;

namespace Broadcast.Api.Identity;

/// <summary>Checks a password in the same time whether or not there is such an organizer, so that addresses cannot be found out.</summary>
internal sealed class Credentials(IPasswordHasher<Organizer> hasher)
{
    public const int ShortestPassword = 10;
    public const int LongestPassword = 200;

    private readonly string decoy = hasher.HashPassword(null!, NewId.Create());

    public void Set(Organizer organizer, string password) => organizer.PasswordHash = hasher.HashPassword(organizer, password);

    public bool Match([NotNullWhen(true)] Organizer? organizer, string password)
    {
        var outcome = hasher.VerifyHashedPassword(organizer!, organizer?.PasswordHash ?? decoy, password);
        return organizer is not null && outcome != PasswordVerificationResult.Failed;
    }
}
