using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>Why a file can't be read as a whole, in words for a merchant. Nothing of the file is quoted.</summary>
internal static class FileProblems
{
    public static StoreException Empty() => StoreProblems.Permanent(
        "file_empty",
        new("The file is empty.", "El archivo está vacío.", "O arquivo está vazio."),
        new(
            "Download the report 'Productos por venta' from Fenicio again, as CSV, and upload it as it is.",
            "Descargar de nuevo de Fenicio el reporte 'Productos por venta', como CSV, y subirlo tal como está.",
            "Baixar de novo da Fenicio o relatório 'Productos por venta', como CSV, e enviá-lo como está."));

    public static StoreException NotUtf8(long line) => StoreProblems.Permanent(
        "file_not_utf8",
        new(
            $"The file is not UTF-8 text: line {line} has bytes that are no characters.",
            $"El archivo no es texto UTF-8: la línea {line} tiene bytes que no son caracteres.",
            $"O arquivo não é texto UTF-8: a linha {line} tem bytes que não são caracteres."),
        new(
            "Upload the CSV file as Fenicio made it, or save it from the spreadsheet as 'CSV UTF-8'.",
            "Subir el archivo CSV tal como lo hizo Fenicio, o guardarlo desde la planilla como 'CSV UTF-8'.",
            "Enviar o arquivo CSV como a Fenicio o fez, ou salvá-lo da planilha como 'CSV UTF-8'."));

    public static StoreException RowTooLong(long line) => StoreProblems.Permanent(
        "file_row_too_long",
        new(
            $"The row that begins in line {line} has more than {CsvReader.LongestRow / 1_024} KB.",
            $"La fila que empieza en la línea {line} tiene más de {CsvReader.LongestRow / 1_024} KB.",
            $"A linha de dados que começa na linha {line} tem mais de {CsvReader.LongestRow / 1_024} KB."),
        new(
            "Look for a quotation mark in that line that is opened and never closed, or download the report again.",
            "Buscar en esa línea una comilla que se abre y nunca se cierra, o descargar el reporte de nuevo.",
            "Procurar nessa linha uma aspa que se abre e nunca se fecha, ou baixar o relatório de novo."));

    public static StoreException QuoteOpen(long line) => StoreProblems.Permanent(
        "file_quote_open",
        new(
            $"A quotation mark in the row that begins in line {line} is never closed.",
            $"Una comilla de la fila que empieza en la línea {line} nunca se cierra.",
            $"Uma aspa da linha de dados que começa na linha {line} nunca se fecha."),
        new(
            "The file may have been cut off: download the report again and upload it whole.",
            "El archivo puede estar cortado: descargar el reporte de nuevo y subirlo entero.",
            "O arquivo pode estar cortado: baixar o relatório de novo e enviá-lo inteiro."));

    /// <param name="columns">As the report names them, in Spanish and Portuguese.</param>
    public static StoreException ColumnMissing(IEnumerable<string> columns)
    {
        var missing = string.Join(", ", columns);
        return StoreProblems.Permanent(
            "file_column_missing",
            new($"The first line lacks these columns: {missing}.", $"A la primera línea le faltan estas columnas: {missing}.", $"Faltam estas colunas à primeira linha: {missing}."),
            new(
                "Make the report 'Productos por venta' with all the columns that the help article lists, and leave their names as they are.",
                "Hacer el reporte 'Productos por venta' con todas las columnas que lista el artículo de ayuda, y dejar sus nombres como están.",
                "Fazer o relatório 'Productos por venta' com todas as colunas que o artigo de ajuda lista, e deixar seus nomes como estão."));
    }
}
