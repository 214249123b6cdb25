namespace Icomm.Actors.Simulation.Plans;

/// <summary>Draws from a seed.</summary>
internal static class Draw
{
    extension(Random random)
    {
        public bool Chance(double probability) => random.NextDouble() < probability;

        /// <summary>Both ends included.</summary>
        public int Between(int from, int to) => random.Next(from, to + 1);

        /// <summary>Both ends included, to the millisecond.</summary>
        public TimeSpan Between(TimeSpan from, TimeSpan to) => from + TimeSpan.FromMilliseconds(random.NextInt64((long)(to - from).TotalMilliseconds + 1));

        public T OneOf<T>(params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

        /// <summary>Zero with the given probability; otherwise one of the values.</summary>
        public double Sometimes(double probability, params ReadOnlySpan<double> values) => random.Chance(probability) ? random.OneOf(values) : 0;
    }
}
