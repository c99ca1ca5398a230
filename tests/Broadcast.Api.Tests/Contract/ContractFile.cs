using System.Reflection;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Certification;
using Broadcast.TestHost;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Tests.Contract;

/// <summary>What server and pages say to each other, written in TypeScript from the server's own types.</summary>
internal sealed class ContractFile(IEnumerable<Endpoint> endpoints, TypeScriptTypes types, DocComments docs)
{
    public const string Name = "web/src/contract.ts";
    public const string Command = "make contract";

    private const string Header =
        $"""
        // Written by `{Command}` from the C# that the server is made of: change it there.
        // docs/protocol.md says when what is sent, and what the server answers otherwise.
        """;

    public static string Location { get; } = Path.Combine(Repository.Root, Name);

    public string Write()
    {
        var calls = Interface("StageCalls", "What pages call on the stage hub: argument and answer.", HubMethods().Select(HubCall));
        var messages = Interface("ServerCalls", "What the server calls on pages, by the name of the call.", ServerMethods().Select(ServerCall));
        var names = $"export const serverMethods = [\n{string.Concat(ServerMethods().Select(method => $"  '{method.Name}',\n"))}] as const satisfies readonly (keyof ServerCalls)[];\n";
        var http = Interface("HttpCalls", "The HTTP API: body and answer of each call; undefined where there is none.", HttpCalls());
        types.Received(typeof(RecordingCertificate));
        var declarations = types.Declarations().ToList();
        return string.Join('\n', [Header + "\n", Imports(), calls, messages, names, http, .. declarations]);
    }

    private string Imports() => Import(types.Borrowed, "mediasoup-client/types") + Import(types.BrandsUsed, "./ids");

    private static string Import(IEnumerable<string> names, string from) =>
        $"import type {{\n{string.Concat(names.Select(name => $"  {name},\n"))}}} from '{from}';\n";

    private static string Interface(string name, string doc, IEnumerable<string> members) =>
        $"{TypeScriptTypes.Doc(doc, "")}export interface {name} {{\n{string.Concat(members)}}}\n";

    private static IEnumerable<MethodInfo> HubMethods() => typeof(StageHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition().DeclaringType != typeof(Hub) && !method.IsSpecialName);

    private static MethodInfo[] ServerMethods() => typeof(IStageClient).GetMethods();

    private string HubCall(MethodInfo method)
    {
        var argument = types.Sent(method.GetParameters().Single().ParameterType);
        var answer = method.ReturnType.IsGenericType ? types.Received(method.ReturnType.GetGenericArguments()[0]) : "void";
        return $"{TypeScriptTypes.Doc(docs.Of(method), "  ")}  {method.Name}: {{ argument: {argument}; answer: {answer} }};\n";
    }

    private string ServerCall(MethodInfo method) =>
        $"{TypeScriptTypes.Doc(docs.Of(method), "  ")}  {method.Name}: {types.Received(method.GetParameters().Single().ParameterType)};\n";

    private IEnumerable<string> HttpCalls() =>
        from endpoint in endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where path.StartsWith("/api/", StringComparison.Ordinal)
        from verb in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        orderby path, verb
        select HttpCall($"{verb} {path}", endpoint.Metadata);

    private string HttpCall(string call, EndpointMetadataCollection metadata)
    {
        var body = metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var answer = metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .FirstOrDefault(response => response.StatusCode < 300 && response.Type is not null && response.Type != typeof(void))?.Type;
        return $"  '{call}': {{ body: {(body is null ? "undefined" : types.Sent(body))}; answer: {(answer is null ? "undefined" : types.Received(answer))} }};\n";
    }
}
