using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Broadcast.Jobs.Database;

/// <summary>Keeps a time as UTC milliseconds since 1970: SQLite can neither sort nor compare a <see cref="DateTimeOffset"/>.</summary>
public sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
