using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;

namespace Broadcast.Sfu.Tests.Costs;

/// <summary>
/// What is done per packet costs what is written here. Bytes are exact. Time is a multiple of a floor that is measured beside it, as
/// nanoseconds mean nothing from one machine to the next. Processors differ, so the multiple may be <see cref="Slack"/> times as high
/// before the test fails. What protects is expected to be OpenSSL; with libipsec-mb it takes half as long. `make bench-micro` prints nanoseconds.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class OperationCostTests(ITestOutputHelper output) : IDisposable
{
    private const double Slack = 3;

    private readonly RoutingOperations routing = new();

    public void Dispose() => routing.Dispose();

    [Theory]
    //          operation                floor           times   bytes
    [InlineData("parse RTP",             "read",         0.12,   0)]
    [InlineData("parse RTCP",            "read",         0.22,   0)]
    [InlineData("look up in the ring",   "read",         0.05,   0)]
    [InlineData("answer a NACK",         "read",         1.8,    0)]
    [InlineData("write and protect",     "seal",         0.45,   0)]
    [InlineData("fan out to a viewer",   "seal",         0.55,   0)]
    [InlineData("fan out to a node",     "seal",         0.55,   0)]
    [InlineData("unprotect",             "seal",         0.45,   0)]
    [InlineData("answer a STUN check",   "authenticate", 2.7,    0)]
    public void Costs_what_it_is_expected_to(string operation, string floor, double times, long bytes)
    {
        var measured = Find(operation);

        Assert.Equal(bytes * measured.Count, CostMeter.AllocatedBytes(measured));
        if (IsOptimised)
        {
            var ratio = CostMeter.Ratio(measured, FindFloor(floor), times * Slack);
            output.WriteLine($"{operation}: {ratio:0.00} times {floor}");
            Assert.InRange(ratio, 0, times * Slack);
        }
    }

    /// <summary>Whether the code under test was built as it is shipped; otherwise only what it allocates is judged.</summary>
    private static bool IsOptimised =>
        typeof(Sfu.Rtp.RtpPacket).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    private Operation Find(string name) => name switch
    {
        "parse RTP" => PacketOperations.ParseRtp(),
        "parse RTCP" => PacketOperations.ParseRtcp(),
        "look up in the ring" => PacketOperations.LookUp(),
        "write and protect" => PacketOperations.Protect(),
        "unprotect" => PacketOperations.Unprotect(),
        "fan out to a viewer" => routing.FanOut(),
        "fan out to a node" => routing.FanOutToNodes(),
        "answer a NACK" => routing.AnswerNack(),
        "answer a STUN check" => PacketOperations.AnswerCheck(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Operation FindFloor(string name) => name switch
    {
        "read" => Floors.Read(),
        "seal" => Floors.Seal(),
        "authenticate" => Floors.Authenticate(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
