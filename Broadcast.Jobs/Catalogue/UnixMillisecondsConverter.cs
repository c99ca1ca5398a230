using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Broadcast.Jobs.Catalogue;

/// <summary>Keeps a time as milliseconds since 1970, because SQLite cannot sort a <see cref="DateTimeOffset"/>.</summary>
internal sealed class UnixMillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));
