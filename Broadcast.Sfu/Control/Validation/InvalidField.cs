namespace Broadcast.Sfu.Control.Validation;

/// <summary>What is wrong with a request.</summary>
/// <param name="Path">Of the field, as in JavaScript: <c>dtlsParameters.fingerprints[0].value</c>; empty for the whole.</param>
/// <param name="Sentence">For whoever sent it.</param>
public readonly record struct InvalidField(string Path, string Sentence)
{
    private const int MaxPathLength = 200;

    /// <summary>The same, seen from the object that holds this one under <paramref name="name"/>.</summary>
    public InvalidField Within(string name)
    {
        var path = Path.Length == 0 ? name : Path[0] == '[' ? name + Path : $"{name}.{Path}";
        return this with { Path = path.Length <= MaxPathLength ? path : path[..MaxPathLength] };
    }

    public override string ToString() => Path.Length == 0 ? Sentence : $"{Path}: {Sentence}";
}
