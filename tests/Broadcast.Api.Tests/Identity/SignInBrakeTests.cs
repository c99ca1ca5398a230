using Broadcast.Api.Identity;

namespace Broadcast.Api.Tests.Identity;

public sealed class SignInBrakeTests
{
    private readonly ManualTime time = new();
    private readonly SignInBrake brake;

    public SignInBrakeTests() => brake = new SignInBrake(time);

    [Fact]
    public void Lets_ten_tries_pass_and_then_makes_each_further_one_wait_longer()
    {
        for (var i = 0; i < SignInBrake.FreeTries; i++)
            Assert.True(brake.TryEnter("ann", out _));

        foreach (var seconds in new[] { 15, 30, 60, 120, 240, 480, 900, 900 })
        {
            Assert.False(brake.TryEnter("ann", out var wait));
            Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
            time.Advance(wait);
            Assert.True(brake.TryEnter("ann", out _));
        }
    }

    [Fact]
    public void Keeps_those_apart_who_come_from_elsewhere()
    {
        for (var i = 0; i < SignInBrake.FreeTries; i++)
            brake.TryEnter("ann", out _);
        Assert.False(brake.TryEnter("ann", out _));
        Assert.True(brake.TryEnter("ann on her laptop", out _));
    }

    [Fact]
    public void Starts_afresh_after_the_right_password_and_after_an_hour()
    {
        for (var i = 0; i < SignInBrake.FreeTries; i++)
            brake.TryEnter("ann", out _);
        brake.Release("ann");
        Assert.True(brake.TryEnter("ann", out _));

        for (var i = 0; i < SignInBrake.FreeTries; i++)
            brake.TryEnter("bob", out _);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(brake.TryEnter("bob", out _));
        Assert.True(brake.TryEnter("bob", out _));
    }

    [Fact]
    public void Remembers_no_more_than_it_has_room_for()
    {
        for (var i = 0; i < 30_000; i++)
            Assert.True(brake.TryEnter($"stranger {i}", out _));
    }
}
