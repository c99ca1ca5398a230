using Broadcast.Bench;
using Broadcast.Bench.Acknowledged;
using Broadcast.Bench.Attack;
using Broadcast.Bench.Cluster;
using Broadcast.Bench.Cluster.Machines;
using Broadcast.Bench.Fanout;
using Broadcast.Bench.Join;
using Broadcast.Bench.JoinPage;
using Broadcast.Bench.Latency;
using Broadcast.Bench.Limit;
using Broadcast.Bench.Micro;
using Broadcast.Bench.Network;
using Broadcast.Bench.NetworkBrowser;
using Broadcast.Bench.Recording;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Start;
using Broadcast.Bench.Tree;

if (args is [NodeProcess.Command, .. var settings])
    return await NodeProcess.RunAsync(settings);

if (args is [FloorProcess.Command])
    return FloorProcess.Run();

if (args is [EchoProcess.Command])
    return EchoProcess.Run();

if (args is [RecordingVictim.Command, .. var victimSettings])
    return await RecordingVictim.RunAsync(victimSettings);

if (args is ["chaos-recording", .. var chaosWords])
    return ChaosEnclosure.IsInside ? await new ChaosBench(new Arguments(chaosWords)).RunAsync() : await ChaosEnclosure.ReenterAsync(args);

if (args is ["recording", .. var recordingWords])
{
    await new RecordingBench(new Arguments(recordingWords)).RunAsync();
    return 0;
}

if (args is ["start", .. var startWords])
{
    await new StartBench(new Arguments(startWords)).RunAsync();
    return 0;
}

if (args is ["join-page", .. var visitWords])
{
    await new JoinPageBench(new Arguments(visitWords)).RunAsync();
    return 0;
}

if (args is ["network-browser", .. var networkWords])
{
    await new NetworkBrowserBench(new Arguments(networkWords)).RunAsync();
    return 0;
}

if (args is ["network", .. var linkWords])
{
    new NetworkBench(new Arguments(linkWords)).Run();
    return 0;
}

if (args is ["attack", .. var attackWords])
    return await new AttackBench(new Arguments(attackWords)).RunAsync();

if (args is ["cluster", .. var clusterWords])
{
    if (!ClusterNetwork.IsInside)
        return await ClusterNetwork.ReenterAsync(args);
    await new ClusterBench(new Arguments(clusterWords)).RunAsync();
    return 0;
}

if (args is ["chaos-acknowledged", .. var promiseWords])
    return ClusterNetwork.IsInside ? await new AcknowledgedChaos(new Arguments(promiseWords)).RunAsync() : await ClusterNetwork.ReenterAsync(args);

if (args is ["tree", .. var treeWords])
{
    new TreeBench(new Arguments(treeWords)).Run();
    return 0;
}

if (!BenchNetwork.IsInside)
    return await BenchNetwork.ReenterAsync(args);

switch (args)
{
    case ["fanout", .. var words]:
        await new FanoutBench(new Arguments(words)).RunAsync();
        return 0;
    case ["micro"]:
        MicroBench.Run();
        return 0;
    case ["limit"]:
        await LimitBench.RunAsync();
        return 0;
    case ["join", .. var nodeSettings]:
        await JoinBench.RunAsync(nodeSettings);
        return 0;
    case ["latency"]:
        await LatencyBench.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("usage: Broadcast.Bench fanout [hostile] [sound] [alone] [viewers=100,200,…] | limit | micro | network [seeds=5] [plot] | join | latency | recording [live|ready|compose] | chaos-recording [rounds=50] [seed=1] [from=1] [kinds=Recorder,…] | join-page [alone] [before=COMMIT] [visits=9] | network-browser [seconds=30] [seed=1] | start [before=COMMIT] [rounds=5] | cluster [viewers=500] [rounds=20] [seed=1] [away=60] [only=EdgeKilled,…] | tree [edges=64] [behind=64] [viewers=250] [seconds=3600] [joins=100000] [seed=1] | attack [short] [only=NackEverything,…]");
        return 2;
}
