using System.Globalization;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Downloads;

/// <summary>What a link lets its bearer have, and why. All of it is signed.</summary>
/// <param name="Key">A file, or a folder for all that is in it.</param>
/// <param name="IsInline">To be shown in the page, not saved.</param>
/// <param name="Expires">Unix seconds.</param>
/// <param name="Holder">For whom it was made: it ends with them.</param>
/// <param name="Series">The recording's <see cref="Catalogue.Recording.LinkSeries"/>: when that moves on, the links of before are worth nothing.</param>
public sealed record LinkGrant(ObjectKey Key, bool IsInline, long Expires, string Holder, int Series)
{
    /// <summary>What is signed. None of the parts can hold a line break.</summary>
    internal string Text => string.Create(CultureInfo.InvariantCulture, $"{Key}\n{(IsInline ? 1 : 0)}\n{Expires}\n{Holder}\n{Series}");
}
