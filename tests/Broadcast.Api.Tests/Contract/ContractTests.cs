using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Tests.Contract;

/// <summary>The pages know every message as the server has it. <c>make contract</c> writes it anew.</summary>
public sealed class ContractTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>Set by <c>make contract</c>: the file is written instead of compared.</summary>
    private const string WriteVariable = "BROADCAST_WRITE_CONTRACT";

    [Fact]
    public void The_pages_know_every_message_as_the_server_has_it()
    {
        var server = Contract().Write();
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
            File.WriteAllText(ContractFile.Location, server);
        var pages = File.ReadAllText(ContractFile.Location);
        var differences = ContractDifferences.Between(server, pages).ToList();
        Assert.True(differences.Count == 0, $"{ContractFile.Name} is not what the server says; `{ContractFile.Command}` writes it anew:\n{string.Join('\n', differences)}");
        Assert.True(server == pages, $"{ContractFile.Name} has other comments than the server; `{ContractFile.Command}` writes it anew.");
    }

    [Fact]
    public void A_difference_is_told_by_message_and_field()
    {
        const string server = "export interface JoinRequest {\n  readonly displayName: string;\n  readonly seat?: string | null;\n}\n";
        const string pages = "export interface JoinRequest {\n  readonly displayName: number;\n  readonly color: string;\n}\n";
        Assert.Equal(
            [
                "JoinRequest.displayName: the server has `readonly displayName: string;`, the pages have `readonly displayName: number;`.",
                "JoinRequest.seat: the server has it, the pages do not.",
                "JoinRequest.color: the pages have it, the server does not.",
            ],
            ContractDifferences.Between(server, pages));
    }

    private ContractFile Contract()
    {
        var docs = new DocComments();
        var json = host.Get<IOptions<JsonHubProtocolOptions>>().Value.PayloadSerializerOptions;
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        return new ContractFile(endpoints, new TypeScriptTypes(json, docs), docs);
    }
}
