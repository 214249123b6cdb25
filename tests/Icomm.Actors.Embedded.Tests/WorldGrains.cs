using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded.Tests;

public interface IAccountGrain : IGrainWithStringKey
{
    Task<int> Deposit(int amount);

    Task<int> Balance();

    Task Transfer(string to, int amount);

    Task CallBack(string other);

    Task LeaveTheWorld();

    Task WaitForever();

    IAsyncEnumerable<int> Count(int to);
}

public sealed class AccountState
{
    public int Balance { get; set; }
}

/// <summary>A grain that awaits storage and other grains: the raw material of seeded runs.</summary>
public sealed class AccountGrain([PersistentState("account", "slow")] IPersistentState<AccountState> account) : Grain, IAccountGrain
{
    public async Task<int> Deposit(int amount)
    {
        account.State = new() { Balance = account.State.Balance + amount };
        await account.WriteStateAsync();
        return account.State.Balance;
    }

    public Task<int> Balance() => Task.FromResult(account.State.Balance);

    public async Task Transfer(string to, int amount)
    {
        await Deposit(-amount);
        await GrainFactory.GetGrain<IAccountGrain>(to).Deposit(amount);
    }

    public Task CallBack(string other) => GrainFactory.GetGrain<IAccountGrain>(other).CallBack(this.GetPrimaryKeyString());

    public async Task LeaveTheWorld() => await Task.Run(() => { });

    public async IAsyncEnumerable<int> Count(int to)
    {
        for (var i = 0; i < to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public Task WaitForever() => new TaskCompletionSource().Task;
}
