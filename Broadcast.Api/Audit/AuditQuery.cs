using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Data;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Audit;

/// <summary>Which lines to show, newest first.</summary>
internal sealed record AuditQuery
{
    public const int LargestPage = 200;
    private const int UsualPage = 50;

    /// <summary>Only older ones than this.</summary>
    public long? Before { get; init; }

    /// <summary>Lines on the page; 50 unless said otherwise.</summary>
    [Range(1, LargestPage)]
    public int? Limit { get; init; }

    /// <summary>The name of an <see cref="AuditAction"/>, as it is answered.</summary>
    [RegularExpression("[A-Za-z]*")]
    public string? Action { get; init; }

    /// <summary>Part of who did it, the address, what it was done to or the words beside it; in whatever case.</summary>
    [MaxLength(AuditEntry.MaxActorLength)]
    public string? Search { get; init; }

    public int PageLength => Limit ?? UsualPage;

    public IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> entries)
    {
        if (Before is { } before)
            entries = entries.Where(e => e.Id < before);
        if (Action is not null)
            entries = Enum.TryParse(Action, ignoreCase: true, out AuditAction action) ? entries.Where(e => e.Action == action) : entries.Where(_ => false);
        if (Search is { Length: > 0 })
        {
            var part = $"%{Escape(StoredText.Fit(Search, AuditEntry.MaxActorLength))}%";
            var lowerPart = part.ToLowerInvariant();
            // Twice: PostgreSQL's LIKE minds the case, and SQLite makes only the letters of ASCII small.
#pragma warning disable CA1304, CA1311 // It becomes lower() in SQL, which knows no culture.
            entries = from entry in entries
                      let line = entry.Actor + "\n" + entry.Address + "\n" + entry.Subject + "\n" + entry.Detail
                      where EF.Functions.Like(line, part, "\\") || EF.Functions.Like(line.ToLower(), lowerPart, "\\")
                      select entry;
#pragma warning restore CA1304, CA1311
        }
        return entries.OrderByDescending(e => e.Id).Take(PageLength);
    }

    private static string Escape(string search) => search
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
