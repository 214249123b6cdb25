namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>The made-up category of a product: the last word of its name that is known here decides.</summary>
internal static class UciCategories
{
    private static readonly (string Department, string Leaf, string Words)[] Table =
    [
        ("Kitchen", "Baking and cooking", "CASES BAKING CAKE CAKESTAND RECIPE OVEN SPOON SPOONS APRON TIN TINS"),
        ("Kitchen", "Tableware", "MUG BOWL PLATE CUP SAUCER BEAKER JUG DISH TRAY CUTLERY TEAPOT GLASS COASTER COASTERS NAPKINS DOILY DOILIES"),
        ("Kitchen", "Storage", "JAR BOTTLE BASKET LUNCH BREAD CABINET RACK CADDY"),
        ("Home", "Lighting", "CANDLE CANDLES LIGHT LIGHTS LAMP LAMPSHADE LANTERN HOLDER CANDLEHOLDER CHANDELIER"),
        ("Home", "Decoration", "FRAME MIRROR CLOCK SIGN HOOK HANGER DRAWER KNOB DOORMAT DOORSTOP CUSHION COVER CURTAIN ORNAMENT WREATH HEART HEARTS"),
        ("Home", "Boxes", "BOX BOXES STAND CHEST TRINKET"),
        ("Garden", "Garden", "GARDEN POT PLANTER BIRD PARASOL FLOWER FLOWERS WATERING KNEELING LEAF TREE"),
        ("Fashion", "Jewellery", "NECKLACE BRACELET EARRINGS RING CHARM BROOCH HAIRCLIP KEYRING BEADS"),
        ("Fashion", "Bags", "BAG BAGS HANDBAG PURSE WASHBAG SHOPPER UMBRELLA LUGGAGE PASSPORT"),
        ("Paper", "Stationery", "CARD CARDS NOTEBOOK PENCIL PENCILS PEN STICKERS TAPE MAGNETS WRAP RIBBONS RIBBON TAG TISSUES ENVELOPE CALENDAR JOURNAL"),
        ("Party", "Party", "BUNTING GARLAND PARTY BALLOON BALLOONS CONE INVITES BIRTHDAY CELEBRATION"),
        ("Party", "Christmas", "CHRISTMAS DECORATION DECORATIONS STAR STARS BAUBLE BAUBLES ADVENT REINDEER SANTA STOCKING BELL BELLS ANGEL"),
        ("Children", "Toys", "TOY TOYS GAME DOLL PUZZLE BALL SPACEBOY BUNNY RABBIT SKIPPING DOLLY GIRL KIT"),
        ("Services", "Fees and corrections", "POSTAGE MANUAL DISCOUNT FEE CARRIAGE SAMPLES CHARGES COMMISSION VOUCHER DEBT"),
    ];

    private static readonly Dictionary<string, (string Department, string Leaf)> ByWord = Table
        .SelectMany(row => row.Words.Split(' ').Select(word => (Word: word, Category: (row.Department, row.Leaf))))
        .ToDictionary(pair => pair.Word, pair => pair.Category, StringComparer.Ordinal);

    public static (string Department, string Leaf) Of(string name)
    {
        var words = name.ToUpperInvariant().Split([' ', ',', '.', '/', '-', '+', '&'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = words.Length - 1; i >= 0; i--)
        {
            if (ByWord.TryGetValue(words[i], out var category)) return category;
        }

        return ("Home", "Other");
    }
}
