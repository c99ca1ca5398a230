using Broadcast.Bench.Attack.Amplifying;
using Broadcast.Bench.Attack.Crowds;
using Broadcast.Bench.Attack.Disk;
using Broadcast.Bench.Attack.Links;
using Broadcast.Bench.Attack.Requests;

namespace Broadcast.Bench.Attack;

/// <summary>The attacks, in the order in which they are tried.</summary>
internal static class AttackList
{
    public static IReadOnlyList<IAttack> All { get; } =
    [
        new NullFingerprints(),
        new MalformedCalls(),
        new MalformedHttp(),
        new GarbageMessages(),
        new GarbageDatagrams(),
        new NackEverything(),
        new KeyFrameFlood(),
        new RedirectOnce(),
        new RedirectAlways(),
        new DuplicateConsumes(),
        new HalfOpenHandshakes(),
        new HalfOpenTcp(),
        new TransportsNeverConnected(),
        new DeafAndLoud(),
        new RejoiningChatter(),
        new JoinFlood(),
        new ConnectionsWithoutJoin(),
        new NeverJoins(),
        new CheckFlood(),
        new HealthzFlood(),
        new HugeBodies(),
        new SlowBodies(),
        new DiskFlood(),
        new ForgedHost(),
        new AlteredTokens(),
        new RevokedLink(),
        new RemovedPerson(),
        new SignedOutCookie(),
        new InvisibleNames(),
        new FarFutureStart(),
    ];

    /// <summary>What cannot be hurried, and is left out of the short form.</summary>
    public static IReadOnlySet<Type> LongOnly { get; } = new HashSet<Type> { typeof(HalfOpenTcp), typeof(TransportsNeverConnected), typeof(NeverJoins) };
}
