using Broadcast.Sfu.Primitives;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Broadcast.Jobs.Database;

/// <summary>Stores an id as its text.</summary>
public sealed class IdConversion<TId>() : ValueConverter<TId, string>(id => id.Value, stored => Create(stored)) where TId : struct, IId<TId>
{
    private static TId Create(string stored) => TId.Create(stored);
}
