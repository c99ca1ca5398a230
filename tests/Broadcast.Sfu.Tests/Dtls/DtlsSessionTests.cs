using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Tests.Dtls;

public sealed class DtlsSessionTests
{
    private static readonly DtlsFingerprint Wrong = new("sha-256", string.Join(':', Enumerable.Repeat("AB", 32)));

    [Fact]
    public void Both_sides_derive_the_same_keys_for_GCM()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Run();
        using var server = pair.Server.Session.TakeSrtpKeys();
        using var client = pair.Client.Session.TakeSrtpKeys();
        Assert.Equal(SrtpProfile.AeadAes128Gcm, server!.Profile);
        Assert.Equal(server.Local.Key, client!.Remote.Key);
        Assert.Equal(server.Local.Salt, client.Remote.Salt);
        Assert.Equal(server.Remote.Key, client.Local.Key);
        Assert.Equal(server.Remote.Salt, client.Local.Salt);
        Assert.False(server.Local.Key.SequenceEqual(server.Remote.Key));
        Assert.Null(pair.Server.Session.TakeSrtpKeys());
    }

    [Fact]
    public void Keeps_its_datagrams_apart_and_within_the_MTU()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Run(datagram =>
        {
            Assert.InRange(datagram.Length, 14, DtlsPair.Options.Mtu);
            return [datagram];
        });
        Assert.Equal(DtlsState.Connected, pair.Server.Session.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Connects_over_a_link_that_loses_and_repeats(int seed)
    {
        var random = new Random(seed);
        using var pair = new DtlsPair();
        pair.Start();
        pair.Run(datagram => random.Next(10) switch
        {
            < 2 => [],
            < 4 => [datagram, datagram],
            _ => [datagram],
        });
        Assert.True(pair.Server.Session.State == DtlsState.Connected, $"seed {seed}: server {pair.Server.Session.FailureReason}");
        Assert.True(pair.Client.Session.State == DtlsState.Connected, $"seed {seed}: client {pair.Client.Session.FailureReason}");
    }

    [Fact]
    public void Refuses_a_client_with_another_certificate()
    {
        using var pair = new DtlsPair(expectedByServer: [Wrong]);
        pair.Start();
        pair.Run();
        AssertRefused(pair.Server.Session);
    }

    [Fact]
    public void Refuses_a_server_with_another_certificate()
    {
        using var pair = new DtlsPair(expectedByClient: [Wrong]);
        pair.Start();
        pair.Run();
        AssertRefused(pair.Client.Session);
    }

    [Fact]
    public void Accepts_any_one_of_several_fingerprints_in_any_hash()
    {
        var sha512 = DtlsFingerprints.Compute("sha-512", DtlsPair.ClientCertificate.Certificate);
        using var pair = new DtlsPair(expectedByServer: [Wrong, sha512 with { Value = sha512.Value.ToLowerInvariant() }]);
        pair.Start();
        pair.Run();
        Assert.Equal(DtlsState.Connected, pair.Server.Session.State);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public void Survives_garbage_and_mutated_records(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            using var pair = new DtlsPair();
            pair.Start();
            pair.Run(datagram => [Mutate(datagram, random), datagram], rounds: 12);
            pair.Server.Receive(pair.Now, Garbage(random));
            pair.Client.Receive(pair.Now, Garbage(random));
        }
    }

    [Fact]
    public void Drops_truncated_records_and_still_connects()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Run(datagram => [datagram[..^1], datagram[..13], [22], datagram]);
        Assert.Equal(DtlsState.Connected, pair.Server.Session.State);
        Assert.Equal(DropReason.DtlsMalformed, pair.Server.Receive(pair.Now, [22, 0xFE, 0xFD, 0, 0]));
    }

    [Fact]
    public void Frees_its_state_once_settled_and_then_takes_nothing()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Run();
        Assert.Equal(pair.Now.AddMilliseconds(DtlsPair.Options.SettleMs), pair.Server.Session.NextTimeout);
        pair.Now = pair.Server.Session.NextTimeout;
        pair.Server.Timeout(pair.Now);
        Assert.Equal(DtlsState.Connected, pair.Server.Session.State);
        Assert.Equal(Instant.Never, pair.Server.Session.NextTimeout);
        Assert.Equal(DropReason.DtlsNotExpected, pair.Server.Receive(pair.Now, [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]));
    }

    [Fact]
    public void Hears_the_close_notify_of_the_remote()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Run();
        pair.Client.Take();
        pair.Client.Close(pair.Now);
        pair.Client.Take().ForEach(datagram => pair.Server.Receive(pair.Now, datagram));
        Assert.Equal(DtlsState.Closed, pair.Client.Session.State);
        Assert.Equal(DtlsState.Closed, pair.Server.Session.State);
    }

    [Fact]
    public void A_remote_that_never_answers_fails_the_handshake()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Now = pair.Now.AddMilliseconds(DtlsPair.Options.HandshakeTimeoutMs);
        pair.Server.Timeout(pair.Now);
        Assert.Equal(DtlsState.Failed, pair.Server.Session.State);
        Assert.NotNull(pair.Server.Session.FailureReason);
    }

    [Fact]
    public async Task A_flight_that_the_remote_does_not_go_on_from_is_repeated_five_times()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Client.Take().ForEach(datagram => pair.Server.Receive(pair.Now, datagram));
        Assert.NotEmpty(pair.Server.Take());
        var deadline = pair.Now.AddMilliseconds(DtlsPair.Options.HandshakeTimeoutMs);
        var repeats = 0;
        while (pair.Server.Session.NextTimeout < deadline)
        {
            // OpenSSL waits by its own clock, twice as long each time: half a second in all.
            await Task.Delay(TimeSpan.FromMicroseconds(pair.Server.Session.NextTimeout.Since(pair.Now)));
            pair.Now = pair.Server.Session.NextTimeout;
            pair.Server.Timeout(pair.Now);
            repeats += pair.Server.Take().Count > 0 ? 1 : 0;
        }

        Assert.Equal(DtlsPair.Options.MaxRepeats, repeats);
        pair.Server.Timeout(deadline);
        Assert.Equal(DtlsState.Failed, pair.Server.Session.State);
    }

    [Fact]
    public void A_remote_that_goes_on_is_repeated_to_for_as_long_as_it_does()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Client.Take().ForEach(datagram => pair.Server.Receive(pair.Now, datagram));
        pair.Server.Take();
        // Something that says nothing: a change of ciphers before there are any.
        byte[] goesOn = [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1];
        var repeats = 0;
        while (pair.Server.Session.State == DtlsState.Connecting && repeats < 7)
        {
            // OpenSSL waits twice as long each time, by its own clock: about a tenth of a second in all.
            pair.Server.Receive(pair.Now, goesOn);
            pair.Server.Timeout(pair.Server.Session.NextTimeout);
            repeats += pair.Server.Take().Count > 0 ? 1 : 0;
        }

        Assert.Equal(7, repeats);
    }

    [Fact]
    public void Takes_nothing_before_it_is_started()
    {
        using var pair = new DtlsPair();
        Assert.Equal(DropReason.DtlsNotExpected, pair.Server.Receive(pair.Now, [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]));
    }

    private static void AssertRefused(DtlsSession session)
    {
        Assert.Equal(DtlsState.Failed, session.State);
        Assert.Contains("fingerprint", session.FailureReason, StringComparison.Ordinal);
        Assert.Null(session.TakeSrtpKeys());
    }

    private static byte[] Mutate(byte[] datagram, Random random)
    {
        byte[] copy = [.. datagram];
        for (var change = random.Next(1, 5); change > 0; change--)
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return copy;
    }

    private static byte[] Garbage(Random random)
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        bytes[0] = (byte)random.Next(20, 64);
        return bytes;
    }
}
