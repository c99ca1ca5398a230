using Broadcast.Jobs.Database;

namespace Broadcast.Api.Data;

/// <summary>Someone who may create and run webinars.</summary>
internal sealed class Organizer
{
    public const int MaxEmailLength = 254;

    public required string Id { get; init; }
    public required string Name { get; set; }
    /// <summary>Trimmed and in lower case: what the organizer signs in with.</summary>
    public required string Email { get; init; }
    /// <summary>PBKDF2 in the format of ASP.NET Core Identity, which carries its own parameters.</summary>
    public string PasswordHash { get; set; } = "";
    public required DateTimeOffset CreatedAt { get; init; }

    public static string NormalizeEmail(string email) => StoredText.Fit(email.Trim().ToLowerInvariant(), MaxEmailLength);
}
