using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Spoke.Api.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class KeepWithdrawals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Withdrawal",
                table: "Advice",
                type: "nvarchar(max)",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Withdrawal",
                table: "Advice");
        }
    }
}
