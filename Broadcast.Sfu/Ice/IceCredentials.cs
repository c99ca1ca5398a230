using System.Security.Cryptography;
using System.Text;

namespace Broadcast.Sfu.Ice;

/// <summary>A username fragment and password of one side (RFC 8445 §5.3), with their bytes ready for comparison and HMAC.</summary>
public sealed class IceCredentials(string usernameFragment, string password)
{
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const int UsernameFragmentLength = 16;
    private const int PasswordLength = 24;

    private readonly byte[] usernameFragmentBytes = Encoding.ASCII.GetBytes(usernameFragment);
    private readonly byte[] passwordBytes = Encoding.ASCII.GetBytes(password);

    public string UsernameFragment { get; } = usernameFragment;
    public string Password { get; } = password;
    public ReadOnlySpan<byte> UsernameFragmentBytes => usernameFragmentBytes;
    public ReadOnlySpan<byte> PasswordBytes => passwordBytes;

    /// <summary>Whether the USERNAME of a check is meant for the owner of these: it begins with the fragment and a colon (RFC 8445 §7.2.2).</summary>
    public bool IsAddressedBy(ReadOnlySpan<byte> username) =>
        username.Length > usernameFragmentBytes.Length &&
        username[usernameFragmentBytes.Length] == ':' &&
        username.StartsWith(usernameFragmentBytes);

    /// <summary>96 bits of username fragment and 144 bits of password from the system's random generator.</summary>
    public static IceCredentials Create() => new(
        RandomNumberGenerator.GetString(IceChars, UsernameFragmentLength),
        RandomNumberGenerator.GetString(IceChars, PasswordLength));
}
