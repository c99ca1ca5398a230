using System.Reflection;

namespace Broadcast.Architecture.Tests;

/// <summary>The dependency directions inside Broadcast.Sfu, as docs/architecture.md draws them.</summary>
public class SfuLayering
{
    private const string Root = "Broadcast.Sfu.";

    private static readonly AssemblyScan Sfu = AssemblyScan.Of(Assembly.Load("Broadcast.Sfu"));

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Primitives"] = [],
        ["Rtp"] = ["Primitives"],
        ["Rtcp"] = ["Primitives"],
        ["Stun"] = ["Primitives"],
        ["Codecs"] = ["Primitives"],
        ["Control"] = ["Primitives"],
        ["Srtp"] = ["Primitives", "Rtp", "Rtcp"],
        // Roles, states and fingerprints are the control contract's vocabulary.
        ["Dtls"] = ["Primitives", "Srtp", "Control"],
        ["Ice"] = ["Primitives", "Stun", "Control"],
        ["Streams"] = ["Primitives", "Rtp", "Rtcp", "Codecs"],
        ["Bwe"] = ["Primitives", "Rtp", "Rtcp"],
        ["Allocation"] = ["Primitives", "Rtcp", "Bwe"],
        ["Routing"] = ["Primitives", "Rtp", "Rtcp", "Stun", "Codecs", "Control", "Srtp", "Dtls", "Ice", "Streams", "Bwe", "Allocation"],
    };

    /// <summary>The parts of Routing, the lowest first: each knows those before it. What all of them share lies in Routing itself.</summary>
    private static readonly string[] PartsOfRouting = ["Routing", "Routing.Producers", "Routing.Consumers", "Routing.Transports", "Routing.Routers", "Routing.Workers"];

    /// <summary>Folders that see sockets, threads, tasks and the clock.</summary>
    private static readonly string[] Shell = ["Io", "Channels", "Hosting"];

    private static readonly string[] MayCallNativeCode = ["Io", "Dtls", "Srtp"];

    private static readonly string[] BannedNamespacesInTheCore = ["System.Net.Sockets", "System.Threading.Tasks", "System.Threading.Channels", "Microsoft."];

    private static readonly string[] BannedTypesInTheCore =
        ["System.Threading.Thread", "System.Threading.Timer", "System.Diagnostics.Stopwatch", "System.TimeProvider", "System.Threading.Monitor", "System.Threading.Lock"];

    private static readonly (string Type, string Member)[] Clocks =
    [
        ("System.DateTime", "get_UtcNow"), ("System.DateTime", "get_Now"), ("System.DateTimeOffset", "get_UtcNow"),
        ("System.DateTimeOffset", "get_Now"), ("System.Environment", "get_TickCount"), ("System.Environment", "get_TickCount64"),
    ];

    [Fact]
    public void A_folder_of_the_core_knows_only_the_folders_below_it()
    {
        var wrong =
            from use in CoreUses()
            let user = Folder(use.FromNamespace)
            let used = Folder(use.ToNamespace)
            where used != "" && used != user && (!Allowed.TryGetValue(user, out var allowed) || !allowed.Contains(used))
            select $"{use.From} uses {use.To}: {user} may not know {used}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void A_part_of_routing_knows_only_the_parts_below_it()
    {
        var wrong =
            from use in CoreUses()
            where Folder(use.FromNamespace) == "Routing" && Folder(use.ToNamespace) == "Routing"
            let user = Array.IndexOf(PartsOfRouting, use.FromNamespace[Root.Length..])
            let used = Array.IndexOf(PartsOfRouting, use.ToNamespace[Root.Length..])
            where user < 0 || used < 0 || used > user
            select $"{use.From} uses {use.To}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Only_io_dtls_and_srtp_call_native_code() =>
        Assert.Empty(Sfu.NamespacesCallingNativeCode.Select(Folder).Distinct().Except(MayCallNativeCode));

    [Fact]
    public void Nothing_in_the_core_reads_a_clock_or_sees_a_socket_a_thread_or_a_task()
    {
        var wrong =
            from use in CoreUses()
            where BannedNamespacesInTheCore.Any(banned => use.ToNamespace.StartsWith(banned, StringComparison.Ordinal) && !use.ToNamespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
                || BannedTypesInTheCore.Contains(use.To)
                || Clocks.Contains((use.To, use.Member ?? ""))
            select $"{use.From} uses {use.To}{(use.Member is null ? "" : "." + use.Member)}";
        Assert.Empty(wrong.Distinct());
    }

    private static IEnumerable<Use> CoreUses() =>
        Sfu.Uses.Where(use => use.FromNamespace.StartsWith(Root, StringComparison.Ordinal) && !Shell.Contains(Folder(use.FromNamespace)));

    /// <summary>The folder that a namespace stands for; channels count as a folder of their own, the rest of Control as one.</summary>
    private static string Folder(string ns)
    {
        if (!ns.StartsWith(Root, StringComparison.Ordinal))
            return "";
        var parts = ns[Root.Length..].Split('.');
        return parts is ["Control", "Channels", ..] ? "Channels" : parts[0];
    }
}
