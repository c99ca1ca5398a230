namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What a network or an attacker makes of a valid datagram.</summary>
public static class Hostile
{
    public delegate void Reader(ReadOnlySpan<byte> datagram);

    /// <summary>Feeds every truncation and seeded mutations of a vector to a reader, which must not throw.</summary>
    public static void Feed(byte[] vector, Reader read, int seed = 1, int mutations = 20_000)
    {
        for (var length = 0; length <= vector.Length; length++)
            read(vector.AsSpan(0, length).ToArray());
        var random = new Random(seed);
        for (var i = 0; i < mutations; i++)
            read(Mutate(vector, random));
    }

    public static byte[] Mutate(byte[] vector, Random random)
    {
        var mutated = vector[..random.Next(1, vector.Length + 1)];
        for (var flips = random.Next(1, 8); flips > 0; flips--)
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
        return mutated;
    }
}
