namespace Broadcast.Api.Nodes;

/// <summary>A media node that is a process of its own.</summary>
internal sealed class NodeOptions
{
    private const int MinSecretLength = 32;

    /// <summary>Where its control contract is served, such as <c>ws://10.0.0.7:4480/control</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>The node's <c>Control:Secret</c>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A name of your own, such as <c>fra</c>: processes whose <c>Placement:Region</c> is the same place their viewers there. Default none.</summary>
    public string? Region { get; set; }

    /// <summary>Made of the address, so that every process has the same.</summary>
    public NodeId Id => new(string.Concat($"{Address!.Host}-{Address.Port}".Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-')).TrimStart('.'));

    internal IEnumerable<string> Faults
    {
        get
        {
            if (Address is not { IsAbsoluteUri: true, Scheme: "ws" or "wss" })
                yield return "Address must be where the node serves its control contract, such as ws://10.0.0.7:4480/control.";
            if (Secret.Length < MinSecretLength)
                yield return $"Secret must be the node's Control:Secret, of at least {MinSecretLength} characters.";
        }
    }
}
