using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Broadcast.Bench.Micro;

/// <summary><c>bench-micro</c>: <see cref="PacketBenchmarks"/> by BenchmarkDotNet, a short run in this process.</summary>
internal static class MicroBench
{
    public static void Run()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Directory.CreateTempSubdirectory("broadcast-bench-micro-").FullName);
        var rows = BenchmarkRunner.Run<PacketBenchmarks>(config).Reports.Select(report => new
        {
            name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
            ns = Math.Round(report.ResultStatistics?.Mean ?? double.NaN, 1),
            allocated_bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? -1,
        }).ToList();
        Table.Header("what", "ns", "bytes allocated");
        foreach (var row in rows)
            Table.Row(row.name, row.ns, row.allocated_bytes);
        Table.Json(new { bench = "micro", rows });
    }
}
