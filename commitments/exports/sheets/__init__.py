"""The council's tables: for each its columns as data and how a row comes about; beside them what all of them share."""
