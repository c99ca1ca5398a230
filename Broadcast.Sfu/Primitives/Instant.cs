namespace Broadcast.Sfu.Primitives;

/// <summary>A point on the monotonic clock, in microseconds since an arbitrary start. The core never reads a clock: every call that needs the time is given one.</summary>
public readonly record struct Instant(long Microseconds) : IComparable<Instant>
{
    /// <summary>Later than every real instant: "no timeout".</summary>
    public static readonly Instant Never = new(long.MaxValue);

    public static Instant FromMilliseconds(long milliseconds) => new(milliseconds * 1_000);
    public static Instant FromSeconds(double seconds) => new((long)(seconds * 1_000_000));

    public double Seconds => Microseconds / 1e6;
    public double Milliseconds => Microseconds / 1e3;

    public Instant AddMicroseconds(long microseconds) => new(Microseconds + microseconds);
    public Instant AddMilliseconds(long milliseconds) => new(Microseconds + milliseconds * 1_000);

    /// <summary>Microseconds from <paramref name="earlier"/> to this instant.</summary>
    public long Since(Instant earlier) => Microseconds - earlier.Microseconds;

    public static Instant Min(Instant a, Instant b) => a.Microseconds <= b.Microseconds ? a : b;

    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);
    public static bool operator <(Instant a, Instant b) => a.Microseconds < b.Microseconds;
    public static bool operator >(Instant a, Instant b) => a.Microseconds > b.Microseconds;
    public static bool operator <=(Instant a, Instant b) => a.Microseconds <= b.Microseconds;
    public static bool operator >=(Instant a, Instant b) => a.Microseconds >= b.Microseconds;
}
