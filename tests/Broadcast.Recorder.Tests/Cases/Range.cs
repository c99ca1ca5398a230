namespace Broadcast.Recorder.Tests.Cases;

/// <summary>Both ends included.</summary>
internal readonly record struct Range<T>(T From, T To) where T : IComparable<T>
{
    public bool Includes(T value) => value.CompareTo(From) >= 0 && value.CompareTo(To) <= 0;

    public override string ToString() => $"{From} to {To}";
}
