using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Audit;

/// <summary>Which lines to show, newest first.</summary>
public sealed record AuditQuery
{
    public const int LargestPage = 200;
    const int UsualPage = 50;

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
            var part = $"%{Escape(Search)}%";
            entries = entries.Where(e => EF.Functions.Like(e.Actor, part, "\\") || EF.Functions.Like(e.Address, part, "\\")
                || EF.Functions.Like(e.Subject, part, "\\") || EF.Functions.Like(e.Detail, part, "\\"));
        }
        return entries.OrderByDescending(e => e.Id).Take(PageLength);
    }

    static string Escape(string search) => search
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
