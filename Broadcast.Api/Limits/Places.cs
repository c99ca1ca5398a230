using System.Runtime.InteropServices;

namespace Broadcast.Api.Limits;

/// <summary>How many at once of each key; what nobody holds is forgotten. Safe for all threads.</summary>
internal sealed class Places<TKey>(int each) where TKey : notnull
{
    private readonly Dictionary<TKey, int> taken = [];

    public bool TryEnter(TKey key)
    {
        lock (taken)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(taken, key, out _);
            if (count >= each)
                return false;
            count++;
            return true;
        }
    }

    public void Leave(TKey key)
    {
        lock (taken)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(taken, key) == 0)
                taken.Remove(key);
        }
    }
}
